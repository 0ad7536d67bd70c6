package io.millrace.connectors.kafka;

import io.millrace.connectors.config.OnGap;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.connector.base.source.reader.RecordsBySplits;
import org.apache.flink.connector.base.source.reader.RecordsWithSplitIds;
import org.apache.flink.connector.base.source.reader.splitreader.SplitsAddition;
import org.apache.flink.connector.base.source.reader.splitreader.SplitsChange;
import org.apache.flink.connector.kafka.source.metrics.KafkaSourceReaderMetrics;
import org.apache.flink.connector.kafka.source.reader.KafkaPartitionSplitReader;
import org.apache.flink.connector.kafka.source.split.KafkaPartitionSplit;
import org.apache.flink.metrics.Counter;
import org.apache.flink.runtime.metrics.scope.ScopeFormat;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.LogTruncationException;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * The connector's reader; names the offsets that a partition no longer has, where the connector
 * knows only to fail or to skip them.
 *
 * <p>Only the broker's own word makes a gap: it has no record at the offset that is asked for,
 * because its log begins behind it (retention, deleted records) or ends before it (the topic was
 * made again, or the log was cut back). Offsets that are merely jumped, by compaction or by the
 * marks of transactions, never lead to it.
 */
@SuppressWarnings("try") // AutoCloseable as the connector declares it.
final class GapNamingReader extends KafkaPartitionSplitReader {

  private static final Logger LOG = LoggerFactory.getLogger(GapNamingReader.class);

  private final Properties properties;
  private final String stream;
  private final String job;
  private final OnGap onGap;
  private final Counter gaps;
  private final Map<TopicPartition, KafkaPartitionSplit> splits = new HashMap<>();

  GapNamingReader(
      Properties properties,
      SourceReaderContext context,
      KafkaSourceReaderMetrics metrics,
      String stream,
      OnGap onGap,
      Counter gaps) {
    super(properties, context, metrics);
    this.properties = properties;
    this.stream = stream;
    this.job = context.metricGroup().getAllVariables().getOrDefault(ScopeFormat.SCOPE_JOB_NAME, "");
    this.onGap = onGap;
    this.gaps = gaps;
  }

  @Override
  public void handleSplitsChanges(SplitsChange<KafkaPartitionSplit> change) {
    change.splits().forEach(split -> splits.put(split.getTopicPartition(), split));
    super.handleSplitsChanges(change);
  }

  @Override
  public RecordsWithSplitIds<ConsumerRecord<byte[], byte[]>> fetch() throws IOException {
    // Of the thread, which is this reader's own: Kafka's client logs with them, too.
    MDC.put("job", job);
    MDC.put("stream", stream);
    try {
      return super.fetch();
    } catch (OffsetOutOfRangeException e) {
      return missing(e);
    }
  }

  /** Names the gap of each partition, and goes on behind it if that is asked for. */
  private RecordsWithSplitIds<ConsumerRecord<byte[], byte[]>> missing(OffsetOutOfRangeException e)
      throws IOException {
    Map<TopicPartition, Long> asked = e.offsetOutOfRangePartitions();
    Map<TopicPartition, Long> begins;
    Map<TopicPartition, Long> ends;
    try (Consumer<byte[], byte[]> broker = consumer()) {
      begins = broker.beginningOffsets(asked.keySet());
      ends = broker.endOffsets(asked.keySet());
    }
    RecordsBySplits.Builder<ConsumerRecord<byte[], byte[]>> marks = new RecordsBySplits.Builder<>();
    List<KafkaPartitionSplit> moved = new ArrayList<>();
    for (Map.Entry<TopicPartition, Long> partition : asked.entrySet()) {
      TopicPartition name = partition.getKey();
      MDC.put("split", name.toString()); // Stays if this fails: what is logged of it is about it.
      long offset = partition.getValue();
      long begin = Objects.requireNonNull(begins.get(name));
      long end = Objects.requireNonNull(ends.get(name));
      long next = begin;
      if (offset < begin) {
        gap(name, offset, begin - 1, "they have expired: the oldest is now " + begin);
        marks.add(name.toString(), new MissingOffsets(name, offset, begin - 1, begin));
      } else if (offset > end || e instanceof LogTruncationException) {
        gap(name, offset, MissingOffsets.UNKNOWN, remade(begin, end));
        marks.add(name.toString(), new MissingOffsets(name, offset, MissingOffsets.UNKNOWN, begin));
      } else {
        LOG.info(
            "{} has offset {} again, which its broker did not have a moment ago", name, offset);
        next = offset;
      }
      moved.add(from(next, Objects.requireNonNull(splits.get(name))));
      MDC.remove("split");
    }
    super.handleSplitsChanges(new SplitsAddition<>(moved));
    return marks.build();
  }

  private void gap(TopicPartition partition, long first, long last, String why) throws IOException {
    String what =
        "topic %s, partition %d no longer has the offsets %s, which have not been read: %s"
            .formatted(
                partition.topic(),
                partition.partition(),
                last == MissingOffsets.UNKNOWN ? "from " + first + " on" : first + " to " + last,
                why);
    if (onGap == OnGap.FAIL) {
      throw new IOException(
          what + ". source.on-gap=continue goes on without them, and counts them in ledger_gap");
    }
    gaps.inc();
    LOG.warn("Records are missing: {}. Goes on without them (source.on-gap=continue).", what);
  }

  private static String remade(long begin, long end) {
    return "the topic was made again or its log cut back, and has "
        + (begin == end ? "no record" : "the offsets " + begin + " to " + (end - 1))
        + "; all that it has is read from the beginning";
  }

  private static KafkaPartitionSplit from(long offset, KafkaPartitionSplit split) {
    return new KafkaPartitionSplit(
        split.getTopicPartition(),
        offset,
        split.getStoppingOffset().orElse(KafkaPartitionSplit.NO_STOPPING_OFFSET));
  }

  /** One that sees all of a log, whatever its transactions. */
  private Consumer<byte[], byte[]> consumer() {
    Properties plain = new Properties();
    plain.putAll(properties);
    plain.setProperty(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_uncommitted");
    return new KafkaConsumer<>(plain);
  }
}
