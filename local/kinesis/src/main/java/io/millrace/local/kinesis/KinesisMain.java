package io.millrace.local.kinesis;

import io.millrace.local.process.ParentWatch;
import java.nio.file.Path;
import java.time.Duration;

/**
 * A Kinesis server on the loopback interface, for tests and demos only.
 *
 * <p>Arguments: the data folder, the port, and {@code limits} for the service's rates and retention
 * or {@code no-limits} for neither. Prints {@value #READY} when clients can connect.
 */
public final class KinesisMain {

  /** The line on standard output that says that clients can connect. */
  public static final String READY = "kinesis ready";

  private static final Duration SHUTDOWN_GRACE = Duration.ofSeconds(10);

  private KinesisMain() {}

  public static void main(String[] args) {
    if (args.length != 3 || !args[2].matches("limits|no-limits")) {
      throw new IllegalArgumentException(
          "Usage: KinesisMain <data folder> <port> limits|no-limits");
    }
    ParentWatch.start(SHUTDOWN_GRACE);
    Limits limits = args[2].equals("limits") ? Limits.ofService() : withoutLimits();
    EmbeddedKinesis server =
        EmbeddedKinesis.start(Path.of(args[0]).toAbsolutePath(), Integer.parseInt(args[1]), limits);
    Runtime.getRuntime().addShutdownHook(new Thread(server::close, "kinesis-shutdown"));
    System.out.println(READY);
  }

  /** A stream keeps what it is fed, of any age. */
  private static Limits withoutLimits() {
    return Limits.withoutRates().with(Limit.RETENTION_MILLIS, Long.MAX_VALUE / 2);
  }
}
