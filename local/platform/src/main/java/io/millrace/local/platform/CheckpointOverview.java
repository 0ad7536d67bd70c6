package io.millrace.local.platform;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A job's checkpoints so far.
 *
 * @param completed since the job was submitted
 * @param failed since the job was submitted
 * @param restored how often the job went back to a checkpoint or savepoint
 * @param latest the last completed one
 */
public record CheckpointOverview(
    long completed, long failed, long restored, Optional<Completed> latest) {

  /**
   * One completed checkpoint.
   *
   * @param at when it was triggered
   * @param took from its trigger to its end
   * @param bytes written for it: with incremental checkpoints, not what was there already
   * @param path where it lies, for {@link JobStart#restoredFrom}
   */
  public record Completed(long id, Instant at, Duration took, long bytes, String path) {}

  static CheckpointOverview of(JsonNode answer) {
    JsonNode counts = answer.path("counts");
    JsonNode last = answer.path("latest").path("completed");
    return new CheckpointOverview(
        counts.path("completed").asLong(),
        counts.path("failed").asLong(),
        counts.path("restored").asLong(),
        last.isObject() ? Optional.of(completed(last)) : Optional.empty());
  }

  private static Completed completed(JsonNode node) {
    return new Completed(
        node.path("id").asLong(),
        Instant.ofEpochMilli(node.path("trigger_timestamp").asLong()),
        Duration.ofMillis(node.path("end_to_end_duration").asLong()),
        node.path("checkpointed_size").asLong(),
        node.path("external_path").asText());
  }
}
