package io.millrace.connectors.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer.PartitionOffsetsRetriever;
import org.apache.flink.connector.kafka.source.split.KafkaPartitionSplit;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class StartingOffsetsTest {

  private static final TopicPartition SEEN = new TopicPartition("orders", 0);
  private static final TopicPartition NEW = new TopicPartition("orders", 1);

  @Test
  void committedBeginsAPartitionWithoutACommitAtItsBeginning() {
    assertThat(offsets("committed"))
        .containsEntry(SEEN, 42L)
        .containsEntry(NEW, KafkaPartitionSplit.EARLIEST_OFFSET);
  }

  @Test
  void latestIsResolvedAtOnce() {
    assertThat(offsets("latest")).containsEntry(SEEN, 100L).containsEntry(NEW, 100L);
  }

  @Test
  void aTimestampIsTheFirstRecordOfThatTime() {
    assertThat(offsets("2026-11-22T00:00:00Z")).containsEntry(SEEN, 7L);
  }

  @Test
  void neverLetsTheClientSkipWhatTheBrokerLost() {
    assertThat(StartingOffsets.parse("earliest").getAutoOffsetResetStrategy().name())
        .isEqualTo("NONE");
  }

  @Test
  void saysWhatIsAllowed() {
    assertThat(StartingOffsets.isValid("yesterday")).isFalse();
    assertThatThrownBy(() -> StartingOffsets.parse("yesterday"))
        .hasMessageContaining("earliest, latest, committed");
  }

  private static Map<TopicPartition, Long> offsets(String text) {
    return StartingOffsets.parse(text).getPartitionOffsets(List.of(SEEN, NEW), new OneCommit());
  }

  /** A group that has committed offset 42 of one partition; each partition ends at 100. */
  private static final class OneCommit implements PartitionOffsetsRetriever {

    @Override
    public Map<TopicPartition, Long> committedOffsets(Collection<TopicPartition> partitions) {
      return Map.of(SEEN, 42L);
    }

    @Override
    public Map<TopicPartition, Long> endOffsets(Collection<TopicPartition> partitions) {
      return each(partitions, 100L);
    }

    @Override
    public Map<TopicPartition, Long> beginningOffsets(Collection<TopicPartition> partitions) {
      return each(partitions, 0L);
    }

    @Override
    public Map<TopicPartition, OffsetAndTimestamp> offsetsForTimes(
        Map<TopicPartition, Long> timestamps) {
      return each(timestamps.keySet(), new OffsetAndTimestamp(7, 0));
    }

    private static <V> Map<TopicPartition, V> each(Collection<TopicPartition> partitions, V value) {
      Map<TopicPartition, V> values = new HashMap<>();
      partitions.forEach(partition -> values.put(partition, value));
      return values;
    }
  }
}
