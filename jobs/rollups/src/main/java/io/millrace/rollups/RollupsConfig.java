package io.millrace.rollups;

import io.millrace.connectors.config.ContractFile;
import io.millrace.connectors.config.ContractSecrets;
import io.millrace.connectors.config.InvalidConfigurationException;
import io.millrace.connectors.config.JobEnvironment;
import io.millrace.connectors.config.ParameterGroup;
import io.millrace.connectors.config.Parameters;
import io.millrace.connectors.jdbc.JdbcConfig;
import io.millrace.connectors.jdbc.JdbcDelivery;
import io.millrace.connectors.source.SourceConfig;
import io.millrace.contract.StreamContract;
import java.util.Objects;
import org.apache.flink.configuration.MemorySize;

/**
 * What the rollups job is told: the property groups {@code job}, {@code source}, {@code rollups},
 * {@code jdbc} and {@code secrets}.
 *
 * @param maxParallelism part of the job's state, never to change for a job that has some
 * @param preAggregateMemory about how many bytes a subtask may hold before the shuffle
 */
record RollupsConfig(
    String jobName,
    int maxParallelism,
    StreamContract contract,
    SourceConfig source,
    long preAggregateMemory,
    JdbcConfig jdbc,
    JdbcDelivery delivery,
    ContractSecrets secrets) {

  /**
   * Reads and checks everything.
   *
   * @throws InvalidConfigurationException with every fault, each with its key
   */
  static RollupsConfig from(Parameters parameters) {
    ParameterGroup job = parameters.group("job");
    ParameterGroup rollups = parameters.group("rollups");
    ParameterGroup secretsGroup = parameters.group("secrets");
    StreamContract contract = ContractFile.from(job);
    ContractSecrets secrets = ContractSecrets.from(secretsGroup);
    if (contract != null && contract.rollups().isEmpty()) {
      job.fault("contract", "contract " + contract.id() + " has no rollups: nothing to do");
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
    MemorySize memory =
        rollups
            .memorySize("pre-aggregate-memory")
            .atLeast(MemorySize.ofMebiBytes(1))
            .orElse(MemorySize.ofMebiBytes(32));
    SourceConfig source = SourceConfig.from(parameters.group("source"));
    ParameterGroup jdbcGroup = parameters.group("jdbc");
    JdbcConfig jdbc = JdbcConfig.from(jdbcGroup);
    JdbcDelivery delivery = JdbcDelivery.from(jdbcGroup);
    parameters.check();

    StreamContract compiled = Objects.requireNonNull(contract, "check() throws without one");
    return new RollupsConfig(
        name == null ? "rollups-" + compiled.name() : name,
        maxParallelism,
        compiled,
        source,
        memory.getBytes(),
        jdbc,
        delivery,
        secrets);
  }
}
