package io.millrace.lake;

import io.millrace.connectors.config.InvalidConfigurationException;
import io.millrace.connectors.config.ParameterGroup;
import io.millrace.connectors.config.Parameters;
import io.millrace.connectors.job.JobConfig;
import io.millrace.connectors.parquet.LakePath;
import io.millrace.connectors.parquet.WriterOptions;
import io.millrace.contract.StreamContract;
import org.apache.flink.core.fs.Path;

/**
 * What the lake job is told: the property groups of {@link JobConfig}, and {@code lake}.
 *
 * @param lakePath the folder that holds every stream's, {@code s3://lake}
 */
record LakeConfig(JobConfig job, Path lakePath, WriterOptions writer) {

  /**
   * Reads and checks everything.
   *
   * @throws InvalidConfigurationException with every fault, each with its key
   */
  static LakeConfig from(Parameters parameters) {
    ParameterGroup lake = parameters.group("lake");
    Path path = LakePath.from(lake);
    WriterOptions writer = WriterOptions.from(lake);
    JobConfig job =
        JobConfig.from(
            parameters, "lake", contract -> checkCipher(contract, parameters.group("secrets")));
    return new LakeConfig(job, path, writer);
  }

  private static void checkCipher(StreamContract contract, ParameterGroup secrets) {
    if (contract.restricted() && !secrets.has("dead-letter-key")) {
      secrets.fault(
          "dead-letter-key",
          "missing; contract "
              + contract.id()
              + " has restricted fields, so its dead letters are encrypted");
    }
  }
}
