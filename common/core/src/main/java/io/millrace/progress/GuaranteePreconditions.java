package io.millrace.progress;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.core.execution.CheckpointingMode;

/**
 * What a job's settings must be for its guarantees to hold. Checked when the job is wired ({@code
 * GuaranteePreconditions.check(env.getConfiguration())}) and again by the operators that rely on
 * it.
 */
public final class GuaranteePreconditions {

  private GuaranteePreconditions() {}

  /**
   * Throws, naming every setting at fault, what it must be and why.
   *
   * @throws IllegalStateException if a setting would break a guarantee
   */
  public static void check(ReadableConfig config) {
    List<String> faults = new ArrayList<>();
    if (config.get(ExecutionOptions.RUNTIME_MODE) != RuntimeExecutionMode.STREAMING) {
      faults.add(
          ExecutionOptions.RUNTIME_MODE.key()
              + " must be STREAMING: deduplication and the ledger work by watermarks and"
              + " checkpoints, and batch execution has neither");
    }
    if (config
        .getOptional(CheckpointingOptions.CHECKPOINTING_INTERVAL)
        .filter(interval -> interval.compareTo(Duration.ZERO) > 0)
        .isEmpty()) {
      faults.add(
          CheckpointingOptions.CHECKPOINTING_INTERVAL.key()
              + " must be set, to 30 s for example: files, ledger rows and source positions are"
              + " committed together at checkpoints, and without them nothing ever becomes"
              + " visible");
    }
    if (config.get(CheckpointingOptions.CHECKPOINTING_CONSISTENCY_MODE)
        != CheckpointingMode.EXACTLY_ONCE) {
      faults.add(
          CheckpointingOptions.CHECKPOINTING_CONSISTENCY_MODE.key()
              + " must be EXACTLY_ONCE: otherwise records that overtook a barrier are both in the"
              + " restored state and read again");
    }
    if (!config.get(CheckpointingOptions.ENABLE_CHECKPOINTS_AFTER_TASKS_FINISH)) {
      faults.add(
          CheckpointingOptions.ENABLE_CHECKPOINTS_AFTER_TASKS_FINISH.key()
              + " must be true: without a last checkpoint, what a bounded source gave since the one"
              + " before is never committed");
    }
    aligned(config, faults);
    if (!faults.isEmpty()) {
      throw new IllegalStateException(
          "This job's guarantees do not hold with these settings:\n  "
              + String.join("\n  ", faults));
    }
  }

  /**
   * The part of {@link #check} that an operator can hold against the settings it runs with.
   *
   * @throws IllegalStateException if checkpoints are unaligned, or may become so
   */
  public static void checkAligned(ReadableConfig config) {
    List<String> faults = new ArrayList<>();
    aligned(config, faults);
    if (!faults.isEmpty()) {
      throw new IllegalStateException(String.join("\n", faults));
    }
  }

  private static void aligned(ReadableConfig config, List<String> faults) {
    // An aligned-checkpoint-timeout changes nothing unless this is set: it is part of it.
    if (config.get(CheckpointingOptions.ENABLE_UNALIGNED)) {
      faults.add(
          CheckpointingOptions.ENABLE_UNALIGNED.key()
              + " must be false, whatever "
              + CheckpointingOptions.ALIGNED_CHECKPOINT_TIMEOUT.key()
              + " is: with unaligned checkpoints an operator's subtasks stand at different"
              + " watermarks when a checkpoint is taken, and records in flight belong to no"
              + " writer's page; after a recovery or rescaling, ids would expire and windows fire"
              + " at another time than before, and the ledger would not balance");
    }
  }
}
