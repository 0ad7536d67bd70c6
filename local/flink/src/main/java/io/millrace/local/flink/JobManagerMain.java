package io.millrace.local.flink;

import io.millrace.local.process.ParentWatch;
import java.time.Duration;
import org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint;

/**
 * Flink's session-mode JobManager, which ends with its parent. Arguments as Flink's own: {@code
 * --configDir}.
 */
public final class JobManagerMain {

  private static final Duration SHUTDOWN_GRACE = Duration.ofSeconds(10);

  private JobManagerMain() {}

  public static void main(String[] args) {
    ParentWatch.start(SHUTDOWN_GRACE);
    StandaloneSessionClusterEntrypoint.main(args);
  }
}
