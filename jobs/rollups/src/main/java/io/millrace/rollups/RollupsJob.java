package io.millrace.rollups;

import io.millrace.connectors.config.Parameters;
import io.millrace.connectors.job.JobConfig;
import io.millrace.connectors.job.JobEnvironment;
import io.millrace.event.Decoded;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** A stream's rollups to tables: see docs/rollups.md. */
public final class RollupsJob {

  private RollupsJob() {}

  /**
   * Runs the job with {@code --config FILE} and {@code --group.key=value}, or Managed Flink's
   * property groups.
   */
  public static void main(String[] args) throws Exception {
    RollupsConfig config = RollupsConfig.from(Parameters.load(args));
    JobConfig job = config.job();
    StreamExecutionEnvironment env = JobEnvironment.create(job.maxParallelism());

    DataStream<Decoded> records = job.records(env);
    RollupsOutputs outputs =
        RollupsPipeline.define(
            records, job.contract(), job.maxParallelism(), config.preAggregateMemory());
    RollupsSinks.attach(outputs, config);

    env.execute(job.name());
  }
}
