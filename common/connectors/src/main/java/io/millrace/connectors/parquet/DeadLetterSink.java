package io.millrace.connectors.parquet;

import io.millrace.contract.StreamContract;
import io.millrace.event.Rejection;
import io.millrace.event.SourceRecord;
import java.time.LocalDate;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.core.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * The dead letters' sink: rejections with all that a replay needs, as Parquet files under {@code
 * <lake>/_rejected/<stream>/ingest_date=YYYY-MM-DD/}, exactly once like the lake's. The date is
 * that of the broker's timestamp in UTC, so that a replay files a record where it was.
 */
public final class DeadLetterSink {

  private static final long MILLIS_A_DAY = 86_400_000L;

  private DeadLetterSink() {}

  /**
   * A sink of {@code contract}'s rejections. Building it touches the lake's file system.
   *
   * @param lake the lake's folder, {@code s3://lake}
   * @param job the job's name, stored with each dead letter
   * @param buildVersion the job's build, stored with each dead letter
   * @param cipher encrypts values, keys and header values if the contract has restricted fields;
   *     otherwise unused
   * @param positions how the source's positions are filed
   * @throws IllegalArgumentException if the contract has restricted fields and there is no cipher
   */
  public static Sink<Rejection> create(
      Path lake,
      StreamContract contract,
      String job,
      String buildVersion,
      @Nullable DeadLetterCipher cipher,
      PositionColumn positions,
      WriterOptions options) {
    return LakeSink.sink(
        folder(lake, contract),
        new ParquetFileFactory<>(
            new RejectionRecords(
                contract, job, buildVersion, cipherFor(contract, cipher), positions),
            options),
        DeadLetterSink::partition);
  }

  /** The folder that holds the dead letters of {@code contract}. */
  public static Path folder(Path lake, StreamContract contract) {
    return new Path(new Path(lake, "_rejected"), contract.name());
  }

  private static @Nullable DeadLetterCipher cipherFor(
      StreamContract contract, @Nullable DeadLetterCipher cipher) {
    if (!contract.restricted()) {
      return null;
    }
    if (cipher == null) {
      throw new IllegalArgumentException(
          "contract "
              + contract.id()
              + " has restricted fields: its dead letters need an encryption key");
    }
    return cipher;
  }

  static String partition(Rejection rejection) {
    long time = rejection.source().recordTime();
    return "ingest_date="
        + (time == SourceRecord.NO_TIME
            ? PartitionNames.DEFAULT
            : LocalDate.ofEpochDay(Math.floorDiv(time, MILLIS_A_DAY)).toString());
  }
}
