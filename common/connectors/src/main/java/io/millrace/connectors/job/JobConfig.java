package io.millrace.connectors.job;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.connectors.config.ContractFile;
import io.millrace.connectors.config.ContractSecrets;
import io.millrace.connectors.config.InvalidConfigurationException;
import io.millrace.connectors.config.ParameterGroup;
import io.millrace.connectors.config.Parameters;
import io.millrace.connectors.jdbc.JdbcConfig;
import io.millrace.connectors.source.SourceConfig;
import io.millrace.connectors.source.Sources;
import io.millrace.contract.StreamContract;
import io.millrace.event.Decoded;
import java.util.Objects;
import java.util.function.Consumer;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * What every job is told: the property groups {@code job}, {@code source}, {@code jdbc} and {@code
 * secrets}.
 *
 * @param name {@code job.name}, by default the kind of job and the stream
 * @param maxParallelism part of the job's state, never to change for a job that has some
 */
public record JobConfig(
    String name,
    int maxParallelism,
    StreamContract contract,
    SourceConfig source,
    JdbcConfig jdbc,
    ContractSecrets secrets) {

  /** The {@code job.max-parallelism} of a job whose configuration has none. */
  private static final int MAX_PARALLELISM = 256;

  private static final int MAX_NAME_BYTES = 200;

  /**
   * Reads the groups that every job has, and checks all groups: those that only one job has are
   * read before.
   *
   * @param kind what a job without a name is named by, before its stream
   * @param contractCheck notes what the contract and the other groups lack for this kind of job
   * @throws InvalidConfigurationException with every fault of every group, each with its key
   */
  public static JobConfig from(
      Parameters parameters, String kind, Consumer<StreamContract> contractCheck) {
    ParameterGroup job = parameters.group("job");
    ParameterGroup secretsGroup = parameters.group("secrets");
    StreamContract contract = ContractFile.from(job);
    ContractSecrets secrets = ContractSecrets.from(secretsGroup);
    if (contract != null) {
      if (contract.restricted() && !secretsGroup.has("hash-key")) {
        secretsGroup.fault(
            "hash-key",
            "missing; contract "
                + contract.id()
                + " has restricted fields, of which only a keyed hash is stored");
      }
      contractCheck.accept(contract);
    }
    String name =
        job.text("name")
            .where(
                JobConfig::isPlain, "at most " + MAX_NAME_BYTES + " bytes of characters that show")
            .optional()
            .orElse(null);
    int maxParallelism =
        job.integer("max-parallelism").atLeast(1).atMost(32768).orElse(MAX_PARALLELISM);
    SourceConfig source = SourceConfig.from(parameters.group("source"));
    JdbcConfig jdbc = JdbcConfig.from(parameters.group("jdbc"));
    parameters.check();

    StreamContract compiled = Objects.requireNonNull(contract, "check() throws without one");
    return new JobConfig(
        name == null ? kind + "-" + compiled.name() : name,
        maxParallelism,
        compiled,
        source,
        jdbc,
        secrets);
  }

  /** As a key in the database, a name in logs and metrics, a value in files. */
  private static boolean isPlain(String name) {
    return name.getBytes(UTF_8).length <= MAX_NAME_BYTES
        && name.codePoints()
            .noneMatch(
                c ->
                    switch (Character.getType(c)) {
                      case Character.CONTROL,
                          Character.FORMAT,
                          Character.SURROGATE,
                          Character.UNASSIGNED,
                          Character.LINE_SEPARATOR,
                          Character.PARAGRAPH_SEPARATOR ->
                          true;
                      default -> false;
                    });
  }

  /** The stream of decoded records: see {@link Sources#attach}. */
  public DataStream<Decoded> records(StreamExecutionEnvironment env) {
    return Sources.attach(env, source, contract, ContractSecrets.bytes(secrets.hashKey()));
  }
}
