package io.millrace.kinesis.config;

import java.time.Duration;
import java.util.List;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.MemorySize;

/**
 * What can be configured about reading. Keys that the official connector has too mean the same;
 * docs/kinesis.md tells where defaults differ, and why.
 */
public final class KinesisSourceConfigOptions {

  /** Where a job without state begins. */
  public enum InitialPosition {
    LATEST,
    TRIM_HORIZON,
    AT_TIMESTAMP
  }

  /** How records come. */
  public enum ReaderType {
    POLLING,
    EFO
  }

  /** Who registers the consumer of enhanced fan-out. */
  public enum ConsumerLifecycle {
    JOB_MANAGED,
    SELF_MANAGED
  }

  public static final ConfigOption<InitialPosition> STREAM_INITIAL_POSITION =
      ConfigOptions.key("source.init.position")
          .enumType(InitialPosition.class)
          .defaultValue(InitialPosition.LATEST)
          .withDescription("Where a job without state begins; resolved once and kept in state.");

  public static final ConfigOption<String> STREAM_INITIAL_TIMESTAMP =
      ConfigOptions.key("source.init.timestamp")
          .stringType()
          .noDefaultValue()
          .withDescription("The time of AT_TIMESTAMP: by the format, or in seconds since 1970.");

  public static final ConfigOption<String> STREAM_TIMESTAMP_DATE_FORMAT =
      ConfigOptions.key("source.init.timestamp.format")
          .stringType()
          .defaultValue("yyyy-MM-dd'T'HH:mm:ss.SSSXXX")
          .withDescription("The SimpleDateFormat of the time of AT_TIMESTAMP.");

  public static final ConfigOption<Boolean> STREAM_BOUNDED =
      ConfigOptions.key("source.bounded")
          .booleanType()
          .defaultValue(false)
          .withDescription("Ends a shard once it has been read up to its latest record.");

  public static final ConfigOption<Boolean> FAIL_ON_GAP =
      ConfigOptions.key("source.fail-on-gap")
          .booleanType()
          .defaultValue(false)
          .withDescription("Fails where the stream's retention may have taken unread records.");

  public static final ConfigOption<Duration> SHARD_DISCOVERY_INTERVAL =
      ConfigOptions.key("source.shard.discovery.interval")
          .durationType()
          .defaultValue(Duration.ofSeconds(10))
          .withDescription("How often shards are listed.");

  public static final ConfigOption<Integer> SHARD_GET_RECORDS_MAX =
      ConfigOptions.key("source.shard.get-records.max-record-count")
          .intType()
          .defaultValue(10000)
          .withDescription("The most records that one call asks for.");

  public static final ConfigOption<Double> SHARD_MAX_CALLS_PER_SECOND =
      ConfigOptions.key("source.shard.get-records.max-calls-per-second")
          .doubleType()
          .defaultValue(5.0)
          .withDescription(
              "How often a shard is called; all applications that read it share five.");

  public static final ConfigOption<MemorySize> SHARD_MAX_BYTES_PER_SECOND =
      ConfigOptions.key("source.shard.get-records.max-bytes-per-second")
          .memoryType()
          .defaultValue(MemorySize.ofMebiBytes(2))
          .withDescription("How much is asked of a shard; all applications that read it share it.");

  public static final ConfigOption<ReaderType> READER_TYPE =
      ConfigOptions.key("source.reader.type")
          .enumType(ReaderType.class)
          .defaultValue(ReaderType.POLLING)
          .withDescription("How records come: POLLING, or EFO for enhanced fan-out.");

  public static final ConfigOption<Duration> READER_EMPTY_RECORDS_FETCH_INTERVAL =
      ConfigOptions.key("source.reader.empty-records-fetch-interval")
          .durationType()
          .defaultValue(Duration.ofMillis(250))
          .withDescription(
              "How long a shard rests after a call without records; up to four times as long when"
                  + " one follows the other.");

  public static final ConfigOption<Duration> READER_NON_EMPTY_RECORDS_FETCH_INTERVAL =
      ConfigOptions.key("source.reader.nonempty-records-fetch-interval")
          .durationType()
          .defaultValue(Duration.ZERO)
          .withDescription("How long a shard rests after a call with records.");

  public static final ConfigOption<MemorySize> READER_BUFFER =
      ConfigOptions.key("source.reader.buffer")
          .memoryType()
          .defaultValue(MemorySize.ofMebiBytes(64))
          .withDescription("Bytes that a subtask's shards may have fetched and not yet emitted.");

  public static final ConfigOption<ConsumerLifecycle> EFO_CONSUMER_LIFECYCLE =
      ConfigOptions.key("source.efo.lifecycle")
          .enumType(ConsumerLifecycle.class)
          .defaultValue(ConsumerLifecycle.SELF_MANAGED)
          .withDescription("SELF_MANAGED: the consumer exists. JOB_MANAGED: the job registers it.");

  public static final ConfigOption<String> EFO_CONSUMER_NAME =
      ConfigOptions.key("source.efo.consumer.name")
          .stringType()
          .noDefaultValue()
          .withDescription("The consumer of enhanced fan-out.");

  public static final ConfigOption<Duration> RETRY_STRATEGY_MIN_DELAY =
      ConfigOptions.key("retry-strategy.delay.min")
          .durationType()
          .defaultValue(Duration.ofMillis(200))
          .withDescription("How long a shard waits after a first failed call.");

  public static final ConfigOption<Duration> RETRY_STRATEGY_MAX_DELAY =
      ConfigOptions.key("retry-strategy.delay.max")
          .durationType()
          .defaultValue(Duration.ofSeconds(3))
          .withDescription("How long a shard waits at the most.");

  public static final ConfigOption<Integer> RETRY_STRATEGY_MAX_ATTEMPTS =
      ConfigOptions.key("retry-strategy.attempts.max")
          .intType()
          .defaultValue(Integer.MAX_VALUE)
          .withDescription("After how many failed calls in a row of one shard the job fails.");

  private KinesisSourceConfigOptions() {}

  /** All of these. */
  static List<ConfigOption<?>> all() {
    return List.of(
        STREAM_INITIAL_POSITION,
        STREAM_INITIAL_TIMESTAMP,
        STREAM_TIMESTAMP_DATE_FORMAT,
        STREAM_BOUNDED,
        FAIL_ON_GAP,
        SHARD_DISCOVERY_INTERVAL,
        SHARD_GET_RECORDS_MAX,
        SHARD_MAX_CALLS_PER_SECOND,
        SHARD_MAX_BYTES_PER_SECOND,
        READER_TYPE,
        READER_EMPTY_RECORDS_FETCH_INTERVAL,
        READER_NON_EMPTY_RECORDS_FETCH_INTERVAL,
        READER_BUFFER,
        EFO_CONSUMER_LIFECYCLE,
        EFO_CONSUMER_NAME,
        RETRY_STRATEGY_MIN_DELAY,
        RETRY_STRATEGY_MAX_DELAY,
        RETRY_STRATEGY_MAX_ATTEMPTS);
  }
}
