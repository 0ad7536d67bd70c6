package io.millrace.connectors.job;

import io.millrace.progress.GuaranteePreconditions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** The environment that every job runs in. */
public final class JobEnvironment {

  private JobEnvironment() {}

  /**
   * The cluster's environment, checked, with the settings that are the job's.
   *
   * @throws IllegalStateException if the cluster's settings would break a guarantee
   */
  public static StreamExecutionEnvironment create(int maxParallelism) {
    StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
    GuaranteePreconditions.check(env.getConfiguration());
    env.configure(settings());
    env.setMaxParallelism(maxParallelism);
    return env;
  }

  /** All of them on Managed Flink's list of settings that a job may make. */
  private static Configuration settings() {
    Configuration settings = new Configuration();
    // Events are immutable: operators in one task pass them on as they are.
    settings.set(PipelineOptions.OBJECT_REUSE, true);
    // A type without its own serializer is an error, not a slow fallback.
    settings.set(PipelineOptions.GENERIC_TYPES, false);
    return settings;
  }
}
