package io.millrace.event;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Records that a split held once and that its source no longer has: expired before they were read,
 * or gone with a topic that was deleted. Comes out of a source in the place of these records when
 * it is configured to go on without them.
 *
 * @param first Kafka: the first offset that is missing. Kinesis: the last record before the gap
 * @param last Kafka: the last offset that is missing. Kinesis: the first record behind the gap.
 *     Null if it cannot be known: the topic was made again, or the shard itself is gone
 * @param next where reading goes on; where that is unknown, the same as {@code first}
 */
public record MissingRecords(String split, Position first, @Nullable Position last, Position next)
    implements Decoded {

  /** No record: the place where reading goes on. */
  @Override
  public SourceRecord source() {
    return new SourceRecord(split, next, SourceRecord.NO_TIME, null, null, List.of());
  }
}
