package io.millrace.local.flink;

import io.millrace.local.process.ParentWatch;
import java.time.Duration;
import org.apache.flink.runtime.taskexecutor.TaskManagerRunner;

/**
 * Flink's TaskManager, which ends with its parent. Arguments as Flink's own: {@code --configDir}.
 */
public final class TaskManagerMain {

  private static final Duration SHUTDOWN_GRACE = Duration.ofSeconds(10);

  private TaskManagerMain() {}

  public static void main(String[] args) throws Exception {
    ParentWatch.start(SHUTDOWN_GRACE);
    TaskManagerRunner.main(args);
  }
}
