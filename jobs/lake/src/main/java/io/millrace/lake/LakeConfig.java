package io.millrace.lake;

import io.millrace.connectors.config.ContractFile;
import io.millrace.connectors.config.ContractSecrets;
import io.millrace.connectors.config.InvalidConfigurationException;
import io.millrace.connectors.config.JobEnvironment;
import io.millrace.connectors.config.ParameterGroup;
import io.millrace.connectors.config.Parameters;
import io.millrace.connectors.jdbc.JdbcConfig;
import io.millrace.connectors.parquet.WriterOptions;
import io.millrace.connectors.source.SourceConfig;
import io.millrace.contract.StreamContract;
import java.util.Objects;
import org.apache.flink.core.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * What the lake job is told: the property groups {@code job}, {@code source}, {@code lake}, {@code
 * jdbc} and {@code secrets}.
 *
 * @param maxParallelism part of the job's state, never to change for a job that has some
 * @param lakePath the folder that holds every stream's, {@code s3://lake}
 */
record LakeConfig(
    String jobName,
    int maxParallelism,
    StreamContract contract,
    SourceConfig source,
    Path lakePath,
    WriterOptions writer,
    JdbcConfig jdbc,
    ContractSecrets secrets) {

  /**
   * Reads and checks everything.
   *
   * @throws InvalidConfigurationException with every fault, each with its key
   */
  static LakeConfig from(Parameters parameters) {
    ParameterGroup job = parameters.group("job");
    ParameterGroup lake = parameters.group("lake");
    ParameterGroup secretsGroup = parameters.group("secrets");
    StreamContract contract = ContractFile.from(job);
    ContractSecrets secrets = ContractSecrets.from(secretsGroup);
    checkSecrets(contract, secretsGroup);
    String name = job.text("name").optional().orElse(null);
    int maxParallelism = JobEnvironment.maxParallelism(job);
    String path = lake.text("path").required();
    WriterOptions writer = WriterOptions.from(lake);
    SourceConfig source = SourceConfig.from(parameters.group("source"));
    JdbcConfig jdbc = JdbcConfig.from(parameters.group("jdbc"));
    parameters.check();

    StreamContract compiled = Objects.requireNonNull(contract, "check() throws without one");
    return new LakeConfig(
        name == null ? "lake-" + compiled.name() : name,
        maxParallelism,
        compiled,
        source,
        new Path(path),
        writer,
        jdbc,
        secrets);
  }

  private static void checkSecrets(@Nullable StreamContract contract, ParameterGroup group) {
    if (contract == null || !contract.restricted()) {
      return;
    }
    String why = "missing; contract " + contract.id() + " has restricted fields";
    if (!group.has("hash-key")) {
      group.fault("hash-key", why + ", of which only a keyed hash is stored");
    }
    if (!group.has("dead-letter-key")) {
      group.fault("dead-letter-key", why + ", so its dead letters are encrypted");
    }
  }
}
