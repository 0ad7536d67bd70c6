package io.millrace.sessions;

import io.millrace.connectors.config.ContractSecrets;
import io.millrace.connectors.config.JobEnvironment;
import io.millrace.connectors.config.Parameters;
import io.millrace.connectors.source.Sources;
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
    StreamExecutionEnvironment env = JobEnvironment.create(config.maxParallelism());

    DataStream<Decoded> records =
        Sources.attach(
            env,
            config.source(),
            config.contract(),
            ContractSecrets.bytes(config.secrets().hashKey()));
    SessionsOutputs outputs =
        SessionsPipeline.define(records, config.contract(), config.maxParallelism());
    SessionsSinks.attach(outputs, config);

    env.execute(config.jobName());
  }
}
