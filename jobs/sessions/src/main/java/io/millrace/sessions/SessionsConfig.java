package io.millrace.sessions;

import io.millrace.connectors.config.InvalidConfigurationException;
import io.millrace.connectors.config.ParameterGroup;
import io.millrace.connectors.config.Parameters;
import io.millrace.connectors.jdbc.JdbcDelivery;
import io.millrace.connectors.job.JobConfig;
import io.millrace.connectors.parquet.LakePath;
import io.millrace.connectors.parquet.WriterOptions;
import io.millrace.contract.StreamContract;
import org.apache.flink.core.fs.Path;

/**
 * What the sessions job is told: the property groups of {@link JobConfig}, and {@code lake}.
 *
 * @param lakePath the folder that holds every stream's, {@code s3://lake}
 * @param delivery when readers see rows of sessions; the ledger is always exactly once
 */
record SessionsConfig(JobConfig job, Path lakePath, WriterOptions writer, JdbcDelivery delivery) {

  /**
   * Reads and checks everything.
   *
   * @throws InvalidConfigurationException with every fault, each with its key
   */
  static SessionsConfig from(Parameters parameters) {
    ParameterGroup lake = parameters.group("lake");
    Path path = LakePath.from(lake);
    WriterOptions writer = WriterOptions.from(lake);
    JdbcDelivery delivery = JdbcDelivery.from(parameters.group("jdbc"));
    JobConfig job =
        JobConfig.from(
            parameters, "sessions", contract -> checkSessions(contract, parameters.group("job")));
    return new SessionsConfig(job, path, writer, delivery);
  }

  private static void checkSessions(StreamContract contract, ParameterGroup job) {
    if (contract.sessions().isEmpty()) {
      job.fault("contract", "defines no sessions: contract " + contract.id());
    }
  }
}
