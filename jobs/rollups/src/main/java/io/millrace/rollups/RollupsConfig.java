package io.millrace.rollups;

import io.millrace.connectors.config.InvalidConfigurationException;
import io.millrace.connectors.config.ParameterGroup;
import io.millrace.connectors.config.Parameters;
import io.millrace.connectors.jdbc.JdbcDelivery;
import io.millrace.connectors.job.JobConfig;
import io.millrace.contract.StreamContract;
import org.apache.flink.configuration.MemorySize;

/**
 * What the rollups job is told: the property groups of {@link JobConfig}, and {@code rollups}.
 *
 * @param preAggregateMemory about how many bytes a subtask may hold before the shuffle
 * @param delivery when readers see rows of rollups; the ledger is always exactly once
 */
record RollupsConfig(JobConfig job, long preAggregateMemory, JdbcDelivery delivery) {

  /**
   * Reads and checks everything.
   *
   * @throws InvalidConfigurationException with every fault, each with its key
   */
  static RollupsConfig from(Parameters parameters) {
    MemorySize memory =
        parameters
            .group("rollups")
            .memorySize("pre-aggregate-memory")
            .atLeast(MemorySize.ofMebiBytes(1))
            .orElse(MemorySize.ofMebiBytes(32));
    JdbcDelivery delivery = JdbcDelivery.from(parameters.group("jdbc"));
    JobConfig job =
        JobConfig.from(
            parameters, "rollups", contract -> checkRollups(contract, parameters.group("job")));
    return new RollupsConfig(job, memory.getBytes(), delivery);
  }

  private static void checkRollups(StreamContract contract, ParameterGroup job) {
    if (contract.rollups().isEmpty()) {
      job.fault("contract", "contract " + contract.id() + " has no rollups: nothing to do");
    }
  }
}
