package io.millrace.lake;

import io.millrace.connectors.config.ContractSecrets;
import io.millrace.connectors.config.JobEnvironment;
import io.millrace.connectors.config.Parameters;
import io.millrace.connectors.parquet.HivePartitioner;
import io.millrace.connectors.source.Sources;
import io.millrace.event.Decoded;
import io.millrace.ledger.LakePartitioner;
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
    StreamExecutionEnvironment env = JobEnvironment.create(config.maxParallelism());

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
}
