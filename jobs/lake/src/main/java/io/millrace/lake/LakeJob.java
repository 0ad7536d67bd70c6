package io.millrace.lake;

import io.millrace.connectors.config.ContractSecrets;
import io.millrace.connectors.config.Parameters;
import io.millrace.connectors.parquet.HivePartitioner;
import io.millrace.connectors.source.Sources;
import io.millrace.event.Decoded;
import io.millrace.ledger.LakePartitioner;
import io.millrace.progress.GuaranteePreconditions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** A stream to the lake: see docs/lake.md. */
public final class LakeJob {

  private LakeJob() {}

  /**
   * Runs the job with {@code --config FILE} and {@code --group.key=value}, or Managed Flink's
   * property groups.
   */
  public static void main(String[] args) throws Exception {
    LakeConfig config = LakeConfig.from(Parameters.load(args));
    StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
    GuaranteePreconditions.check(env.getConfiguration());
    env.configure(settings());
    env.setMaxParallelism(config.maxParallelism());

    LakePartitioner partitioner = new HivePartitioner(config.contract());
    DataStream<Decoded> records =
        Sources.attach(
            env,
            config.source(),
            config.contract(),
            ContractSecrets.bytes(config.secrets().hashKey()));
    LakeOutputs outputs =
        LakePipeline.define(records, config.contract(), partitioner, config.maxParallelism());
    LakeSinks.attach(outputs, config, partitioner);

    env.execute(config.jobName());
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
