package io.millrace.local.platform;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A PostgreSQL server under a process of its own, which stops it: killing that one leaves the
 * server running until the folder's next start. Its data is in {@code <folder>/postgres}; one role
 * and one database, both {@code millrace}. Loopback only, by password only; durable (fsync on).
 */
public final class Database extends JavaPart {

  private static final Duration START_LIMIT = Duration.ofMinutes(3);
  private static final List<String> JVM_OPTIONS =
      Stream.concat(Launch.SMALL_JVM.stream(), Stream.of("-Xmx128m")).toList();

  private final int port;
  private final Secrets secrets;
  private final Launch launch;

  private Database(int port, Secrets secrets, Launch launch) {
    super(startReady(launch));
    this.port = port;
    this.secrets = secrets;
    this.launch = launch;
  }

  /** Starts a server over a state folder, and waits until clients can connect. */
  public static Database start(Path folder, Secrets secrets) {
    int port = FreePorts.next();
    Launch launch =
        new Launch(
            "database",
            "database",
            "io.millrace.local.database.DatabaseMain",
            JVM_OPTIONS,
            List.of(
                folder.resolve("postgres").toString(),
                Integer.toString(port),
                Home.resolve("local/database/target/server").toString(),
                folder.resolve("logs/postgres.log").toString()),
            Map.of("PGPASSWORD", secrets.value(Secrets.DATABASE_PASSWORD)),
            folder);
    return new Database(port, secrets, launch);
  }

  /**
   * Ends the server with SIGKILL, all of its processes at once, as a crash of its machine would.
   * Nothing answers on its port until {@link #startAgain}.
   */
  public void kill() {
    process().kill();
    List<ProcessHandle> server =
        postmaster().stream()
            .flatMap(handle -> Stream.concat(Stream.of(handle), handle.descendants()))
            .toList();
    server.forEach(ProcessHandle::destroyForcibly);
    server.forEach(handle -> handle.onExit().join());
  }

  /** Starts the killed server again, over its data and on its port; waits until it answers. */
  public void startAgain() {
    startedAgainAs(startReady(launch));
  }

  /** Without user and password. */
  public String jdbcUrl() {
    return "jdbc:postgresql://127.0.0.1:" + port + "/millrace";
  }

  public int port() {
    return port;
  }

  public String name() {
    return "millrace";
  }

  public String user() {
    return "millrace";
  }

  public String password() {
    return secrets.value(Secrets.DATABASE_PASSWORD);
  }

  /** The file that holds the password, for configuration. */
  public Path passwordFile() {
    return secrets.file(Secrets.DATABASE_PASSWORD);
  }

  private Optional<ProcessHandle> postmaster() {
    Path note = launch.folder().resolve("postgres/postmaster.pid");
    try {
      return ProcessHandle.of(Long.parseLong(Files.readAllLines(note).get(0).strip()));
    } catch (NoSuchFileException stopped) {
      return Optional.empty();
    } catch (IOException failure) {
      throw new PlatformException("Cannot read " + note, failure);
    }
  }

  private static JavaProcess startReady(Launch launch) {
    return JavaProcess.startReady(launch, Readiness.line("database ready"), START_LIMIT);
  }
}
