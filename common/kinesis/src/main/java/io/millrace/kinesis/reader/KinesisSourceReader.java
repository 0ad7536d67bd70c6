package io.millrace.kinesis.reader;

import io.millrace.kinesis.KinesisDeserializationSchema;
import io.millrace.kinesis.KinesisRecord;
import io.millrace.kinesis.client.StreamClient;
import io.millrace.kinesis.config.KinesisSourceConfigOptions;
import io.millrace.kinesis.config.KinesisSourceConfigOptions.ConsumerLifecycle;
import io.millrace.kinesis.config.KinesisSourceConfigOptions.ReaderType;
import io.millrace.kinesis.enumerator.FinishAcknowledgedEvent;
import io.millrace.kinesis.enumerator.ShardsFinishedEvent;
import io.millrace.kinesis.split.KinesisShardSplit;
import io.millrace.kinesis.split.KinesisShardSplit.ShardEnd;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.base.source.reader.SourceReaderBase;
import org.apache.flink.connector.base.source.reader.fetcher.SingleThreadFetcherManager;
import org.apache.flink.connector.base.source.reader.splitreader.SplitReader;
import org.apache.flink.runtime.metrics.scope.ScopeFormat;

/**
 * A subtask's reader. A shard that has been read to its end stays in its state until the enumerator
 * has acknowledged it: until then nobody else knows its children.
 */
@SuppressWarnings("try") // Closing may be interrupted, as the base class has it.
public final class KinesisSourceReader<T>
    extends SourceReaderBase<KinesisRecord, T, KinesisShardSplit, ShardSplitState> {

  private final StreamClient client;
  private final Map<String, ShardEnd> ends;
  private final Map<String, KinesisShardSplit> unacknowledged = new LinkedHashMap<>();

  private KinesisSourceReader(
      SingleThreadFetcherManager<KinesisRecord, KinesisShardSplit> fetchers,
      KinesisRecordEmitter<T> emitter,
      Configuration config,
      SourceReaderContext context,
      StreamClient client,
      Map<String, ShardEnd> ends) {
    super(fetchers, emitter, config, context);
    this.client = client;
    this.ends = ends;
  }

  /**
   * A reader that owns {@code client}.
   *
   * @param schema has been opened
   */
  public static <T> KinesisSourceReader<T> create(
      String streamArn,
      KinesisDeserializationSchema<T> schema,
      Configuration config,
      SourceReaderContext context,
      StreamClient client) {
    Map<String, ShardEnd> ends = new ConcurrentHashMap<>();
    String stream = streamArn.substring(streamArn.lastIndexOf('/') + 1);
    String job =
        context.metricGroup().getAllVariables().getOrDefault(ScopeFormat.SCOPE_JOB_NAME, "");
    Map<String, String> logFields = Map.of("job", job, "stream", stream);
    ConcurrentSplitReader.ReadingFactory readings = readings(stream, config, context, client);
    return new KinesisSourceReader<>(
        new SingleThreadFetcherManager<>(
            () -> splitReader(config, client, logFields, readings, ends), config),
        new KinesisRecordEmitter<>(
            streamArn, schema, context.metricGroup().getIOMetricGroup().getNumBytesInCounter()),
        config,
        context,
        client,
        ends);
  }

  private static SplitReader<KinesisRecord, KinesisShardSplit> splitReader(
      Configuration config,
      StreamClient client,
      Map<String, String> logFields,
      ConcurrentSplitReader.ReadingFactory readings,
      Map<String, ShardEnd> ends) {
    return new ConcurrentSplitReader(
        client,
        ReadPace.of(config),
        config.get(KinesisSourceConfigOptions.SHARD_GET_RECORDS_MAX),
        config.get(KinesisSourceConfigOptions.STREAM_BOUNDED),
        config.get(KinesisSourceConfigOptions.FAIL_ON_GAP),
        config.get(KinesisSourceConfigOptions.READER_BUFFER).getBytes(),
        logFields,
        readings,
        ends::put);
  }

  private static ConcurrentSplitReader.ReadingFactory readings(
      String stream, Configuration config, SourceReaderContext context, StreamClient client) {
    RandomGenerator random = new SplittableRandom(context.getIndexOfSubtask());
    if (config.get(KinesisSourceConfigOptions.READER_TYPE) == ReaderType.POLLING) {
      return (split, shared) ->
          new PollingShard(
              split,
              shared,
              new ShardMetrics(context.metricGroup(), stream, split.splitId()),
              random);
    }
    ConsumerLookup consumer =
        new ConsumerLookup(
            client,
            config.get(KinesisSourceConfigOptions.EFO_CONSUMER_NAME),
            config.get(KinesisSourceConfigOptions.EFO_CONSUMER_LIFECYCLE)
                == ConsumerLifecycle.JOB_MANAGED);
    return (split, shared) ->
        new SubscribedShard(
            split,
            shared,
            new ShardMetrics(context.metricGroup(), stream, split.splitId()),
            random,
            consumer);
  }

  @Override
  public List<KinesisShardSplit> snapshotState(long checkpointId) {
    List<KinesisShardSplit> splits = new ArrayList<>(super.snapshotState(checkpointId));
    splits.addAll(unacknowledged.values());
    return splits;
  }

  @Override
  protected void onSplitFinished(Map<String, ShardSplitState> finished) {
    List<KinesisShardSplit> ended = new ArrayList<>();
    finished.forEach(
        (shardId, state) ->
            ended.add(
                state.toSplit().ended(Objects.requireNonNull(ends.remove(shardId), shardId))));
    ended.forEach(split -> unacknowledged.put(split.splitId(), split));
    context.sendSourceEventToCoordinator(new ShardsFinishedEvent(ended));
  }

  @Override
  public void handleSourceEvents(SourceEvent event) {
    if (event instanceof FinishAcknowledgedEvent acknowledged) {
      acknowledged.shardIds().forEach(unacknowledged::remove);
    } else {
      super.handleSourceEvents(event);
    }
  }

  @Override
  protected ShardSplitState initializedState(KinesisShardSplit split) {
    return new ShardSplitState(split);
  }

  @Override
  protected KinesisShardSplit toSplitType(String splitId, ShardSplitState state) {
    return state.toSplit();
  }

  @Override
  public void close() throws Exception {
    try {
      super.close();
    } finally {
      client.close();
    }
  }
}
