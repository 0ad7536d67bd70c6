package io.millrace.local.broker;

import io.millrace.local.process.ParentWatch;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.tools.StorageTool;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;

/**
 * A Kafka broker and its controller in one process, on the loopback interface, without
 * authentication.
 *
 * <p>Arguments: the data folder, the clients' port, the controller's port. The data folder is
 * formatted on its first use and may be started again with other ports. Prints {@value #READY} when
 * clients can connect.
 */
public final class BrokerMain {

  /** The line on standard output that says that clients can connect. */
  public static final String READY = "broker ready";

  private static final Duration SHUTDOWN_GRACE = Duration.ofSeconds(15);

  private BrokerMain() {}

  public static void main(String[] args) throws IOException {
    if (args.length != 3) {
      throw new IllegalArgumentException(
          "Usage: BrokerMain <data folder> <port> <controller port>");
    }
    ParentWatch.start(SHUTDOWN_GRACE);
    Path folder = Files.createDirectories(Path.of(args[0]).toAbsolutePath());
    Properties properties =
        BrokerSettings.of(folder, Integer.parseInt(args[1]), Integer.parseInt(args[2]));
    formatOnce(folder, properties);

    KafkaRaftServer server = new KafkaRaftServer(KafkaConfig.fromProps(properties), Time.SYSTEM);
    Runtime.getRuntime().addShutdownHook(new Thread(server::shutdown, "broker-shutdown"));
    server.startup();
    System.out.println(READY);
    server.awaitShutdown();
  }

  private static void formatOnce(Path folder, Properties properties) throws IOException {
    if (Files.exists(folder.resolve("meta.properties"))) {
      return;
    }
    Path file = folder.resolveSibling(folder.getFileName() + ".properties");
    try (OutputStream out = Files.newOutputStream(file)) {
      properties.store(out, null);
    }
    String[] format = {"format", "-t", Uuid.randomUuid().toString(), "-c", file.toString()};
    int status = StorageTool.execute(format, System.out);
    if (status != 0) {
      throw new IOException("Formatting " + folder + " ended with status " + status);
    }
  }
}
