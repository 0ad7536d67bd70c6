package io.millrace.connectors.kafka;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Stands for offsets that a partition no longer has, on its way through the connector like a
 * record: a checkpoint holds either both it and the offset where reading goes on, or neither.
 */
final class MissingOffsets extends ConsumerRecord<byte[], byte[]> {

  /** The {@link #last} of a gap whose end cannot be known. */
  static final long UNKNOWN = -1;

  private final long first;
  private final long last;

  /**
   * @param next where reading goes on
   */
  @SuppressWarnings("NullAway") // A record without key and value.
  MissingOffsets(TopicPartition partition, long first, long last, long next) {
    // The connector goes on behind a record's offset.
    super(partition.topic(), partition.partition(), next - 1, null, null);
    this.first = first;
    this.last = last;
  }

  long first() {
    return first;
  }

  long last() {
    return last;
  }

  long next() {
    return offset() + 1;
  }
}
