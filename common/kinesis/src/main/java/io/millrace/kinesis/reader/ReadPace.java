package io.millrace.kinesis.reader;

import io.millrace.kinesis.config.KinesisSourceConfigOptions;
import java.io.Serializable;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.apache.flink.configuration.Configuration;

/**
 * How fast shards are read.
 *
 * @param emptyRest how long a shard rests after a call without records
 * @param nonEmptyRest how long it rests after a call with records
 * @param maxAttempts failed calls in a row after which the job fails
 */
record ReadPace(
    double callsPerSecond,
    long bytesPerSecond,
    Duration emptyRest,
    Duration nonEmptyRest,
    Duration minBackoff,
    Duration maxBackoff,
    int maxAttempts)
    implements Serializable {

  static ReadPace of(Configuration config) {
    return new ReadPace(
        config.get(KinesisSourceConfigOptions.SHARD_MAX_CALLS_PER_SECOND),
        config.get(KinesisSourceConfigOptions.SHARD_MAX_BYTES_PER_SECOND).getBytes(),
        config.get(KinesisSourceConfigOptions.READER_EMPTY_RECORDS_FETCH_INTERVAL),
        config.get(KinesisSourceConfigOptions.READER_NON_EMPTY_RECORDS_FETCH_INTERVAL),
        config.get(KinesisSourceConfigOptions.RETRY_STRATEGY_MIN_DELAY),
        config.get(KinesisSourceConfigOptions.RETRY_STRATEGY_MAX_DELAY),
        config.get(KinesisSourceConfigOptions.RETRY_STRATEGY_MAX_ATTEMPTS));
  }

  /** Nanoseconds from one call's start to the next one's. */
  long callInterval() {
    return (long) (TimeUnit.SECONDS.toNanos(1) / callsPerSecond);
  }

  /**
   * Nanoseconds for which the service refuses further calls after one that brought {@code bytes}.
   */
  long timeFor(long bytes) {
    return (long) ((double) TimeUnit.SECONDS.toNanos(1) * bytes / bytesPerSecond);
  }
}
