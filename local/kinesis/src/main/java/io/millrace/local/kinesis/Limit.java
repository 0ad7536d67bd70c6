package io.millrace.local.kinesis;

/** What the service limits, with its value there. A rate of 0 is no limit. */
public enum Limit {
  /** GetRecords calls a second and shard. */
  READS_PER_SECOND(5),
  /** Bytes that GetRecords returns a second and shard. */
  READ_BYTES_PER_SECOND(2L << 20),
  /** Records put a second and shard. */
  WRITES_PER_SECOND(1_000),
  /** Bytes put, keys included, a second and shard. */
  WRITE_BYTES_PER_SECOND(1L << 20),
  /** Bytes in one answer of GetRecords; a larger record still comes, alone. */
  READ_CALL_BYTES(10L << 20),
  /** Records in one answer of GetRecords. */
  READ_CALL_RECORDS(10_000),
  /** Bytes in one event of SubscribeToShard. */
  EVENT_BYTES(1L << 20),
  /** How long a shard iterator can be used, in milliseconds. */
  ITERATOR_MILLIS(300_000),
  /** How long a token of ListShards can be used, in milliseconds. */
  TOKEN_MILLIS(300_000),
  /** Shards in one answer of ListShards, whatever the request asks for. */
  LIST_SHARDS(10_000),
  /** How long a subscription lasts, in milliseconds. */
  SUBSCRIPTION_MILLIS(300_000),
  /** How long a subscription of the same consumer and shard is refused, in milliseconds. */
  RESUBSCRIBE_MILLIS(5_000),
  /**
   * How long a stream or consumer is not ACTIVE after a change, in milliseconds. The service takes
   * some seconds; here none, unless asked for.
   */
  TRANSITION_MILLIS(0),
  /** How long records are kept, in milliseconds; 0 for what the stream says, a day at first. */
  RETENTION_MILLIS(0);

  private final long ofService;

  Limit(long ofService) {
    this.ofService = ofService;
  }

  /** The service's value. */
  public long ofService() {
    return ofService;
  }
}
