package io.millrace.sessions;

import io.millrace.connectors.config.ContractFile;
import io.millrace.connectors.config.ContractSecrets;
import io.millrace.connectors.config.InvalidConfigurationException;
import io.millrace.connectors.config.JobEnvironment;
import io.millrace.connectors.config.ParameterGroup;
import io.millrace.connectors.config.Parameters;
import io.millrace.connectors.jdbc.JdbcConfig;
import io.millrace.connectors.jdbc.JdbcDelivery;
import io.millrace.connectors.parquet.WriterOptions;
import io.millrace.connectors.source.SourceConfig;
import io.millrace.contract.StreamContract;
import java.util.Objects;
import org.apache.flink.core.fs.Path;

/**
 * What the sessions job is told: the property groups {@code job}, {@code source}, {@code lake},
 * {@code jdbc} and {@code secrets}.
 *
 * @param maxParallelism part of the job's state, never to change for a job that has some
 * @param delivery when readers see rows of sessions; the ledger is always exactly once
 * @param lakePath the folder that holds every stream's, {@code s3://lake}
 */
record SessionsConfig(
    String jobName,
    int maxParallelism,
    StreamContract contract,
    SourceConfig source,
    Path lakePath,
    WriterOptions writer,
    JdbcConfig jdbc,
    JdbcDelivery delivery,
    ContractSecrets secrets) {

  /**
   * Reads and checks everything.
   *
   * @throws InvalidConfigurationException with every fault, each with its key
   */
  static SessionsConfig from(Parameters parameters) {
    ParameterGroup job = parameters.group("job");
    ParameterGroup lake = parameters.group("lake");
    ParameterGroup secretsGroup = parameters.group("secrets");
    StreamContract contract = ContractFile.from(job);
    ContractSecrets secrets = ContractSecrets.from(secretsGroup);
    if (contract != null && contract.sessions().isEmpty()) {
      job.fault("contract", "defines no sessions: contract " + contract.id());
    }
    if (contract != null && contract.restricted() && !secretsGroup.has("hash-key")) {
      secretsGroup.fault(
          "hash-key",
          "missing; contract "
              + contract.id()
              + " has restricted fields, of which only a keyed hash is stored");
    }
    String name = job.text("name").optional().orElse(null);
    int maxParallelism = JobEnvironment.maxParallelism(job);
    String path = lake.text("path").required();
    WriterOptions writer = WriterOptions.from(lake);
    SourceConfig source = SourceConfig.from(parameters.group("source"));
    JdbcConfig jdbc = JdbcConfig.from(parameters.group("jdbc"));
    JdbcDelivery delivery = JdbcDelivery.from(parameters.group("jdbc"));
    parameters.check();

    StreamContract compiled = Objects.requireNonNull(contract, "check() throws without one");
    return new SessionsConfig(
        name == null ? "sessions-" + compiled.name() : name,
        maxParallelism,
        compiled,
        source,
        new Path(path),
        writer,
        jdbc,
        delivery,
        secrets);
  }
}
