package io.millrace.kinesis.reader;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.kinesis.KinesisDeserializationSchema;
import io.millrace.kinesis.Shards;
import io.millrace.kinesis.client.StreamClient;
import io.millrace.kinesis.enumerator.FinishAcknowledgedEvent;
import io.millrace.kinesis.enumerator.ShardsFinishedEvent;
import io.millrace.kinesis.split.KinesisShardSplit;
import io.millrace.kinesis.split.ReadFrom;
import io.millrace.kinesis.split.ShardFacts;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.serialization.SimpleStringSchema;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.api.connector.source.SourceOutput;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.metrics.groups.SourceReaderMetricGroup;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.apache.flink.util.UserCodeClassLoader;
import org.junit.jupiter.api.Test;

class KinesisSourceReaderTest {

  private static final ShardFacts CHILD = Shards.shard("child", "parent");

  private final List<SourceEvent> sent = new ArrayList<>();

  /** Until the enumerator has acknowledged it, nobody else knows the children. */
  @Test
  @SuppressWarnings("try") // Closing may be interrupted.
  void aShardReadToItsEndIsInTheStateUntilItsEndIsAcknowledged() throws Exception {
    try (KinesisSourceReader<String> reader =
        KinesisSourceReader.create(
            "arn:aws:kinesis:eu-central-1:123456789012:stream/orders",
            KinesisDeserializationSchema.of(new SimpleStringSchema()),
            new Configuration(),
            new Context(),
            new EndedShard())) {
      reader.start();
      reader.addSplits(List.of(Shards.split("parent", ReadFrom.TRIM_HORIZON)));
      while (sent.isEmpty()) {
        reader.isAvailable().get(1, TimeUnit.MINUTES);
        reader.pollNext(new Nowhere());
      }

      assertThat(sent).hasOnlyElementsOfType(ShardsFinishedEvent.class);
      List<KinesisShardSplit> held = reader.snapshotState(1);
      assertThat(held).extracting(KinesisShardSplit::splitId).containsExactly("parent");
      assertThat(held.get(0).end()).isEqualTo(new KinesisShardSplit.ShardEnd(List.of(CHILD)));

      reader.handleSourceEvents(new FinishAcknowledgedEvent(List.of("parent")));
      assertThat(reader.snapshotState(2)).isEmpty();
    }
  }

  /** The stream has one shard, without a record and with a child. */
  private static final class EndedShard implements StreamClient {
    @Override
    public CompletableFuture<String> shardIterator(String shardId, ReadFrom place) {
      return CompletableFuture.completedFuture("iterator");
    }

    @Override
    public CompletableFuture<Fetched> records(String iterator, int limit) {
      return CompletableFuture.completedFuture(new Fetched(List.of(), null, 0, List.of(CHILD)));
    }

    @Override
    public CompletableFuture<ShardPage> listShards(ShardQuery query) {
      throw new UnsupportedOperationException();
    }

    @Override
    public CompletableFuture<StreamFacts> describeStream() {
      throw new UnsupportedOperationException();
    }

    @Override
    public CompletableFuture<Consumer> describeConsumer(String name) {
      throw new UnsupportedOperationException();
    }

    @Override
    public CompletableFuture<Consumer> registerConsumer(String name) {
      throw new UnsupportedOperationException();
    }

    @Override
    public ShardSubscription subscribe(
        String consumerArn, String shardId, SubscribeFrom place, SubscriptionListener listener) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
  }

  private final class Context implements SourceReaderContext {
    private final SourceReaderMetricGroup metrics =
        UnregisteredMetricsGroup.createSourceReaderMetricGroup();

    @Override
    public SourceReaderMetricGroup metricGroup() {
      return metrics;
    }

    @Override
    public Configuration getConfiguration() {
      return new Configuration();
    }

    @Override
    public String getLocalHostName() {
      return "localhost";
    }

    @Override
    public int getIndexOfSubtask() {
      return 0;
    }

    @Override
    public void sendSplitRequest() {
      throw new UnsupportedOperationException();
    }

    @Override
    public void sendSourceEventToCoordinator(SourceEvent event) {
      sent.add(event);
    }

    @Override
    public UserCodeClassLoader getUserCodeClassLoader() {
      throw new UnsupportedOperationException();
    }
  }

  /** There is no record to come. */
  private static final class Nowhere implements ReaderOutput<String> {
    @Override
    public void collect(String record) {
      throw new AssertionError(record);
    }

    @Override
    public void collect(String record, long timestamp) {
      throw new AssertionError(record);
    }

    @Override
    public void emitWatermark(Watermark watermark) {}

    @Override
    public void markIdle() {}

    @Override
    public void markActive() {}

    @Override
    public SourceOutput<String> createOutputForSplit(String splitId) {
      return this;
    }

    @Override
    public void releaseOutputForSplit(String splitId) {}
  }
}
