package io.millrace.connectors.kafka;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.kafka.common.TopicPartition;

/**
 * Where a job without state begins to read a partition. Never lets the client reset an offset by
 * itself: an offset that the broker no longer has fails the job, where Flink's own initializers
 * would skip the lost records in silence.
 */
public final class StartingOffsets implements OffsetsInitializer {

  private enum Kind {
    EARLIEST,
    LATEST,
    COMMITTED,
    TIMESTAMP
  }

  private final Kind kind;
  private final long timestampMillis;

  private StartingOffsets(Kind kind, long timestampMillis) {
    this.kind = kind;
    this.timestampMillis = timestampMillis;
  }

  /** Completes the sentence "must be …". */
  public static final String ALLOWED =
      "earliest, latest, committed, or an instant such as 2026-11-22T00:00:00Z";

  /**
   * Reads {@code earliest}, {@code latest}, {@code committed} (the group's offsets; the beginning
   * of a partition without one) or an ISO-8601 instant (the first record of that broker time or
   * later).
   *
   * @throws IllegalArgumentException for anything else; the message lists what is allowed
   */
  public static StartingOffsets parse(String text) {
    return switch (text) {
      case "earliest" -> new StartingOffsets(Kind.EARLIEST, 0);
      case "latest" -> new StartingOffsets(Kind.LATEST, 0);
      case "committed" -> new StartingOffsets(Kind.COMMITTED, 0);
      default -> {
        try {
          yield new StartingOffsets(Kind.TIMESTAMP, Instant.parse(text).toEpochMilli());
        } catch (DateTimeParseException e) {
          throw new IllegalArgumentException("must be " + ALLOWED, e);
        }
      }
    };
  }

  /** Whether {@link #parse} takes it. */
  public static boolean isValid(String text) {
    try {
      parse(text);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  @Override
  public Map<TopicPartition, Long> getPartitionOffsets(
      Collection<TopicPartition> partitions, PartitionOffsetsRetriever retriever) {
    return switch (kind) {
      // A marker that the reader resolves when it begins: retention may move the beginning
      // meanwhile.
      case EARLIEST -> OffsetsInitializer.earliest().getPartitionOffsets(partitions, retriever);
      case LATEST -> OffsetsInitializer.latest().getPartitionOffsets(partitions, retriever);
      case TIMESTAMP ->
          OffsetsInitializer.timestamp(timestampMillis).getPartitionOffsets(partitions, retriever);
      case COMMITTED -> {
        Map<TopicPartition, Long> offsets =
            new HashMap<>(OffsetsInitializer.earliest().getPartitionOffsets(partitions, retriever));
        retriever
            .committedOffsets(partitions)
            .forEach(
                (partition, offset) -> {
                  if (offset != null) {
                    offsets.put(partition, offset);
                  }
                });
        yield offsets;
      }
    };
  }

  @Override
  @SuppressWarnings(
      "deprecation") // Kafka deprecated the enum, Flink's interface still asks for it.
  public org.apache.kafka.clients.consumer.OffsetResetStrategy getAutoOffsetResetStrategy() {
    return org.apache.kafka.clients.consumer.OffsetResetStrategy.NONE;
  }
}
