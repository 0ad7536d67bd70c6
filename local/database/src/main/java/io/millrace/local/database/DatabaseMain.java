package io.millrace.local.database;

import io.millrace.local.process.ParentWatch;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Runs a PostgreSQL server on the loopback interface and stops it when this process ends.
 *
 * <p>Arguments: the data folder, the port, the folder that holds the unpacked server (filled on its
 * first use, shared between data folders), the server's log file. The password of {@value
 * Access#USER} comes from the environment, {@value #PASSWORD}. Prints {@value #READY} when clients
 * can connect.
 */
public final class DatabaseMain {

  /** The line on standard output that says that clients can connect. */
  public static final String READY = "database ready";

  /** The environment variable of the password. */
  public static final String PASSWORD = "PGPASSWORD";

  private static final Duration SHUTDOWN_GRACE = Duration.ofSeconds(30);
  private static final Duration START_LIMIT = Duration.ofMinutes(2);

  private DatabaseMain() {}

  public static void main(String[] args) throws Exception {
    if (args.length != 4) {
      throw new IllegalArgumentException(
          "Usage: DatabaseMain <data folder> <port> <server folder> <log file>");
    }
    ParentWatch.start(SHUTDOWN_GRACE);
    Path data = Path.of(args[0]).toAbsolutePath();
    String password = required(PASSWORD);
    Postmaster.stopLeftover(data);
    EmbeddedPostgres server =
        start(data, Integer.parseInt(args[1]), Path.of(args[2]), Path.of(args[3]), password);
    stopAtTheEnd(server, data);
    Access.restrict(server, data, password);
    System.out.println(READY);
    Thread.currentThread().join();
  }

  private static EmbeddedPostgres start(
      Path data, int port, Path serverFolder, Path log, String password) throws IOException {
    // Also where the library looks for, and deletes, what earlier runs of its own left: never a
    // shared folder.
    System.setProperty("ot.epg.working-dir", serverFolder.toAbsolutePath().toString());
    Redirect output = Redirect.appendTo(log.toFile());
    return EmbeddedPostgres.builder()
        .setDataDirectory(data)
        .setCleanDataDirectory(false)
        .setPort(port)
        .setRegisterShutdownHook(false)
        .setPGStartupWait(START_LIMIT)
        .setConnectConfig("password", password)
        .setOutputRedirector(output)
        .setErrorRedirector(output)
        .setLocaleConfig("locale", "C")
        .setServerConfig("listen_addresses", "127.0.0.1")
        .setServerConfig("unix_socket_directories", "''")
        // The library's defaults give durability away; what is read back after a kill must be real.
        .setServerConfig("fsync", "on")
        .setServerConfig("synchronous_commit", "on")
        .setServerConfig("max_connections", "100")
        .start();
  }

  private static void stopAtTheEnd(EmbeddedPostgres server, Path data) throws IOException {
    ProcessHandle process =
        Postmaster.of(data).orElseThrow(() -> new IOException("The server has ended already"));
    Runtime.getRuntime()
        .addShutdownHook(new Thread(() -> stop(server, process), "database-shutdown"));
  }

  private static void stop(EmbeddedPostgres server, ProcessHandle process) {
    try {
      server.close();
      Postmaster.awaitEnd(process);
    } catch (IOException failure) {
      System.err.println("The database did not stop cleanly: " + failure);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static String required(String variable) {
    String value = System.getenv(variable);
    if (value == null || value.isEmpty()) {
      throw new IllegalArgumentException("The environment variable " + variable + " is not set");
    }
    return value;
  }
}
