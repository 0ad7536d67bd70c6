package io.millrace.lake;

import io.millrace.connectors.config.Parameters;
import io.millrace.connectors.job.JobConfig;
import io.millrace.connectors.job.JobEnvironment;
import io.millrace.connectors.parquet.HivePartitioner;
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
    JobConfig job = config.job();
    StreamExecutionEnvironment env = JobEnvironment.create(job.maxParallelism());

    LakePartitioner partitioner = new HivePartitioner(job.contract());
    DataStream<Decoded> records = job.records(env);
    LakeOutputs outputs =
        LakePipeline.define(records, job.contract(), partitioner, job.maxParallelism());
    LakeSinks.attach(outputs, config, partitioner);

    env.execute(job.name());
  }
}
