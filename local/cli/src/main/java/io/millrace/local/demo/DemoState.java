package io.millrace.local.demo;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a demo's folder is of; kept in its file {@value #FILE}.
 *
 * @param stream the stream's name
 * @param source the service that the stream is in; Kafka for folders of before there was another
 * @param topic the Kafka topic, or the Kinesis stream
 * @param job the job's name in the ledger
 * @param running how to reach the demo's services while its process lives; null once it has ended
 */
public record DemoState(
    String stream, DemoSource source, String topic, String job, @Nullable Running running) {

  /** The file in the demo's folder. */
  public static final String FILE = "demo.json";

  private static final ObjectMapper JSON =
      new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

  /**
   * A demo that is up.
   *
   * @param pid the process that has the services
   * @param source the address of the broker, or of Kinesis
   */
  public record Running(long pid, String source, String jdbcUrl, String webUi) {

    boolean isAlive() {
      return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
    }
  }

  @SuppressWarnings("NullAway") // A file of before has no source.
  public DemoState {
    source = source == null ? DemoSource.KAFKA : source;
  }

  /** Of a stream in Kafka. */
  public DemoState(String stream, String topic, String job, @Nullable Running running) {
    this(stream, DemoSource.KAFKA, topic, job, running);
  }

  /** What the folder says of itself; empty if no demo made it. */
  public static Optional<DemoState> of(Path folder) throws IOException {
    Path file = folder.resolve(FILE);
    return Files.exists(file)
        ? Optional.of(JSON.readValue(file.toFile(), DemoState.class))
        : Optional.empty();
  }

  /** The demo's services, if the process that started them still lives. */
  public Optional<Running> alive() {
    return Optional.ofNullable(running).filter(Running::isAlive);
  }

  /** Writes the file, whole or not at all. */
  public void save(Path folder) throws IOException {
    Path fresh = folder.resolve(FILE + ".new");
    JSON.writerWithDefaultPrettyPrinter().writeValue(fresh.toFile(), this);
    Files.move(
        fresh,
        folder.resolve(FILE),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }

  DemoState with(@Nullable Running services) {
    return new DemoState(stream, source, topic, job, services);
  }
}
