package io.millrace.sessions;

import io.millrace.connectors.config.Parameters;
import io.millrace.connectors.job.JobConfig;
import io.millrace.connectors.job.JobEnvironment;
import io.millrace.event.Decoded;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** A stream's sessions to tables and to the lake: see docs/sessions.md. */
public final class SessionsJob {

  private SessionsJob() {}

  /**
   * Runs the job with {@code --config FILE} and {@code --group.key=value}, or Managed Flink's
   * property groups.
   */
  public static void main(String[] args) throws Exception {
    SessionsConfig config = SessionsConfig.from(Parameters.load(args));
    JobConfig job = config.job();
    StreamExecutionEnvironment env = JobEnvironment.create(job.maxParallelism());

    DataStream<Decoded> records = job.records(env);
    SessionsOutputs outputs =
        SessionsPipeline.define(records, job.contract(), job.maxParallelism());
    SessionsSinks.attach(outputs, config);

    env.execute(job.name());
  }
}
