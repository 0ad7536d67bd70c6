package io.millrace.local.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.local.platform.CheckpointOverview;
import io.millrace.local.platform.FlinkRest;
import io.millrace.local.platform.JobState;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A job that was submitted to a Flink cluster, and what can be asked of it. */
final class RunningJob {

  private static final Duration STOP_LIMIT = Duration.ofMinutes(5);

  private final FlinkRest flink;
  private final String id;

  private RunningJob(FlinkRest flink, String id) {
    this.flink = flink;
    this.id = id;
  }

  /** Uploads and starts a job; returns once its {@code main} has run. */
  static RunningJob submit(FlinkRest flink, Path jar, Path configuration) throws IOException {
    String jarId = flink.upload(jar);
    try {
      return new RunningJob(flink, flink.run(jarId, List.of("--config", configuration.toString())));
    } catch (IOException e) {
      throw new JobFailedException(
          "the job of " + jar.getFileName() + " does not start: " + RootCause.of(e), e);
    }
  }

  JobState state() throws IOException {
    return flink.state(id);
  }

  /** Why it failed, newest first. */
  List<String> failures() throws IOException {
    return flink.exceptions(id);
  }

  CheckpointOverview checkpoints() throws IOException {
    return flink.checkpoints(id);
  }

  /** Records read since the job last started; 0 while nothing is known yet. */
  long recordsRead() throws IOException {
    for (Map.Entry<String, String> vertex : flink.vertices(id).entrySet()) {
      List<String> metrics =
          flink.metricNames(id, vertex.getKey()).stream()
              // With its subtask's index in front.
              .map(name -> name.replaceFirst("^[0-9]+\\.", ""))
              .filter(name -> name.startsWith("Source_") && name.endsWith(".numRecordsIn"))
              .distinct()
              .toList();
      if (!metrics.isEmpty()) {
        return flink.sums(id, vertex.getKey(), metrics).values().stream()
            .mapToLong(Double::longValue)
            .sum();
      }
    }
    return 0;
  }

  /** The lowest watermark that the operators behind the source have; empty before the first. */
  Optional<Instant> watermark() throws IOException {
    for (String vertex : flink.vertices(id).keySet()) {
      JsonNode values = flink.fetch("/jobs/" + id + "/vertices/" + vertex + "/watermarks");
      long lowest = Long.MAX_VALUE;
      for (JsonNode value : values) {
        lowest = Math.min(lowest, value.path("value").asLong(Long.MIN_VALUE));
      }
      if (!values.isEmpty() && lowest > Long.MIN_VALUE && lowest < Long.MAX_VALUE) {
        return Optional.of(Instant.ofEpochMilli(lowest));
      }
    }
    return Optional.empty();
  }

  /** Ends it as if its input had: all windows fire. */
  void drain() throws IOException {
    flink.drain(id, STOP_LIMIT);
    flink.awaitState(id, STOP_LIMIT, JobState.FINISHED);
  }

  /** Ends it with a savepoint: all that it has read is committed. */
  void stop() throws IOException {
    flink.stopWithSavepoint(id, STOP_LIMIT);
    flink.awaitState(id, STOP_LIMIT, JobState.FINISHED);
  }
}
