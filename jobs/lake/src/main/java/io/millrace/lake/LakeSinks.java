package io.millrace.lake;

import io.millrace.connectors.config.ContractSecrets;
import io.millrace.connectors.jdbc.LedgerSink;
import io.millrace.connectors.jdbc.LedgerTables;
import io.millrace.connectors.job.JobConfig;
import io.millrace.connectors.parquet.DeadLetterCipher;
import io.millrace.connectors.parquet.DeadLetterSink;
import io.millrace.connectors.parquet.LakeSink;
import io.millrace.ledger.LakePartitioner;
import org.jspecify.annotations.Nullable;

/**
 * Where the pipeline's outputs go; all of it is committed with the checkpoint that it belongs to.
 */
final class LakeSinks {

  private LakeSinks() {}

  /** Adds the sinks, after bringing the ledger's tables up to date. */
  static void attach(LakeOutputs outputs, LakeConfig config, LakePartitioner partitioner) {
    JobConfig job = config.job();
    LedgerTables.migrate(job.jdbc());

    outputs
        .events()
        .sinkTo(
            LakeSink.create(
                config.lakePath(),
                job.contract(),
                partitioner,
                job.source().positions(),
                config.writer()))
        .uid(Uids.LAKE_SINK)
        .name(Uids.LAKE_SINK);
    outputs
        .deadLetters()
        .sinkTo(
            DeadLetterSink.create(
                config.lakePath(),
                job.contract(),
                job.name(),
                buildVersion(),
                cipher(config),
                job.source().positions(),
                config.writer()))
        .uid(Uids.DEAD_LETTER_SINK)
        .name(Uids.DEAD_LETTER_SINK);
    LedgerSink.attach(outputs.ledgerPages(), job.jdbc(), job.name(), job.contract());
  }

  private static @Nullable DeadLetterCipher cipher(LakeConfig config) {
    byte[] key = ContractSecrets.bytes(config.job().secrets().deadLetterKey());
    return key == null ? null : new DeadLetterCipher(key);
  }

  /** From the jar's manifest; {@code development} when the job runs from class folders. */
  private static String buildVersion() {
    String version = LakeSinks.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }
}
