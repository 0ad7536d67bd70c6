package io.millrace.kinesis.enumerator;

import io.millrace.kinesis.KinesisShardAssigner;
import io.millrace.kinesis.client.Failure;
import io.millrace.kinesis.client.StreamClient;
import io.millrace.kinesis.config.KinesisSourceConfigOptions;
import io.millrace.kinesis.config.KinesisSourceConfigOptions.ConsumerLifecycle;
import io.millrace.kinesis.config.KinesisSourceConfigOptions.ReaderType;
import io.millrace.kinesis.split.KinesisShardSplit;
import io.millrace.kinesis.split.ReadFrom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.connector.source.ReaderInfo;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.api.connector.source.SplitsAssignment;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.metrics.Counter;
import org.apache.flink.runtime.metrics.scope.ScopeFormat;
import org.apache.flink.util.FlinkRuntimeException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * Lists shards and hands them out: at once when a listing is there, a reader comes up, a shard has
 * ended, or a reader has been reset. A listing that fails is tried again; one that is slow delays
 * the next one.
 */
public final class KinesisStreamsSourceEnumerator
    implements SplitEnumerator<KinesisShardSplit, KinesisEnumeratorState> {

  private static final Logger LOG = LoggerFactory.getLogger(KinesisStreamsSourceEnumerator.class);

  private static final Duration TICK = Duration.ofMillis(500);

  /** A job that has begun no checkpoint for so long takes none. */
  private static final Duration NO_CHECKPOINTS = Duration.ofMinutes(10);

  private final SplitEnumeratorContext<KinesisShardSplit> context;
  private final Configuration config;
  private final StreamClient client;
  private final KinesisShardAssigner assigner;
  private final ShardListing listing;
  private final ShardTracker tracker;
  private final Counter failedListings;
  private final String job;
  private final Set<Integer> toldThatNoMoreCome = new HashSet<>();

  private @Nullable ReadFrom initial;
  private boolean listed;
  private boolean listingUnderWay;
  private boolean consumerEnsured;
  private int failuresInARow;
  private long nextListing;
  private long waitsForCheckpointSince;

  /**
   * @param client owned by the enumerator
   * @param restored null for a job without state
   */
  public KinesisStreamsSourceEnumerator(
      SplitEnumeratorContext<KinesisShardSplit> context,
      Configuration config,
      StreamClient client,
      KinesisShardAssigner assigner,
      @Nullable KinesisEnumeratorState restored) {
    this.context = context;
    this.config = config;
    this.client = client;
    this.assigner = assigner;
    this.listing = new ShardListing(client, StartingPoint.of(config), Clock.systemUTC());
    this.tracker = ShardTracker.restore(restored == null ? List.of() : restored.shards());
    this.initial = restored == null ? null : restored.initial();
    this.failedListings = context.metricGroup().counter("failedListings");
    this.job = context.metricGroup().getAllVariables().getOrDefault(ScopeFormat.SCOPE_JOB_NAME, "");
    this.nextListing = System.nanoTime();
    this.waitsForCheckpointSince = nextListing;
    if (config.get(KinesisSourceConfigOptions.STREAM_BOUNDED)) {
      tracker.doWithoutCheckpoints();
    }
    context.metricGroup().setUnassignedSplitsGauge(() -> (long) tracker.assignable().size());
  }

  @Override
  public void start() {
    context.callAsync(() -> true, (tick, failure) -> tick(), 0, TICK.toMillis());
  }

  private void tick() {
    MDC.put("job", job); // Of the coordinator's own thread.
    if (System.nanoTime() - nextListing >= 0) {
      beginListing();
    }
    endWaitWithoutCheckpoints();
  }

  private void endWaitWithoutCheckpoints() {
    long now = System.nanoTime();
    if (!tracker.needsCheckpoint()) {
      waitsForCheckpointSince = now;
    } else if (now - waitsForCheckpointSince > NO_CHECKPOINTS.toNanos()) {
      waitsForCheckpointSince = now;
      LOG.warn(
          "Merged shards wait for a checkpoint, and none has been completed for {}. Without"
              + " checkpoints they are read all the same, and a key's records can change places.",
          NO_CHECKPOINTS);
      tracker.doWithoutCheckpoints();
      assign();
    }
  }

  private void beginListing() {
    if (listingUnderWay) {
      return;
    }
    listingUnderWay = true;
    long number = tracker.listingBegins();
    ReadFrom known = initial;
    context.callAsync(
        () -> {
          MDC.put("job", job); // Of the coordinator's other one.
          ensureConsumer();
          return listing.list(known);
        },
        (result, failure) -> listed(number, result, failure));
  }

  private void listed(
      long number, ShardListing.@Nullable Result result, @Nullable Throwable failure) {
    listingUnderWay = false;
    if (result == null) {
      retryListing(failure);
      return;
    }
    failuresInARow = 0;
    initial = result.initial();
    listed = true;
    nextListing =
        System.nanoTime()
            + config.get(KinesisSourceConfigOptions.SHARD_DISCOVERY_INTERVAL).toNanos();
    tracker.listed(number, result.shards(), result.initial());
    listAgainIfNeeded();
    assign();
  }

  private void retryListing(@Nullable Throwable failure) {
    failedListings.inc();
    Failure kind = failure == null ? Failure.FATAL : Failure.of(failure);
    boolean hopeless =
        kind == Failure.FATAL
            || kind == Failure.INVALID_ARGUMENT
            || (kind == Failure.NOT_FOUND && initial == null);
    if (hopeless) {
      throw new FlinkRuntimeException("the stream's shards cannot be listed", failure);
    }
    failuresInARow++;
    long wait =
        Math.min(
            TimeUnit.SECONDS.toMillis(1) << Math.min(failuresInARow - 1, 10),
            config.get(KinesisSourceConfigOptions.SHARD_DISCOVERY_INTERVAL).toMillis());
    nextListing = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(wait);
    LOG.warn(
        "Listing the stream's shards failed ({} in a row); the next one comes in {} ms",
        failuresInARow,
        wait,
        failure);
  }

  private void ensureConsumer() {
    if (!consumerEnsured
        && config.get(KinesisSourceConfigOptions.READER_TYPE) == ReaderType.EFO
        && config.get(KinesisSourceConfigOptions.EFO_CONSUMER_LIFECYCLE)
            == ConsumerLifecycle.JOB_MANAGED) {
      ConsumerRegistration.ensure(client, config.get(KinesisSourceConfigOptions.EFO_CONSUMER_NAME));
    }
    consumerEnsured = true;
  }

  @Override
  public void addReader(int subtask) {
    ReaderInfo reader = context.registeredReaders().get(subtask);
    toldThatNoMoreCome.remove(subtask);
    if (reader != null) {
      List<KinesisShardSplit> reported = reader.getReportedSplitsOnRegistration();
      tracker.reported(subtask, reported);
      listAgainIfNeeded();
    }
    assign();
  }

  @Override
  public void addSplitsBack(List<KinesisShardSplit> splits, int subtask) {
    tracker.reset(subtask, splits);
    assign();
  }

  @Override
  public void handleSourceEvent(int subtask, SourceEvent event) {
    if (!(event instanceof ShardsFinishedEvent finished)) {
      throw new IllegalArgumentException("unknown event: " + event);
    }
    tracker.finished(subtask, finished.splits());
    context.sendEventToSourceReader(
        subtask,
        new FinishAcknowledgedEvent(
            finished.splits().stream().map(KinesisShardSplit::splitId).toList()));
    listAgainIfNeeded();
    assign();
  }

  /** A shard is known of whose parents are not: only a listing can tell. */
  private void listAgainIfNeeded() {
    if (listed && failuresInARow == 0 && tracker.needsListing()) {
      beginListing();
    }
  }

  @Override
  public void handleSplitRequest(int subtask, @Nullable String host) {
    // Shards are handed out without.
  }

  private void assign() {
    if (!listed && initial == null) {
      return;
    }
    List<Integer> load = new ArrayList<>(tracker.load(context.currentParallelism()));
    Map<Integer, List<KinesisShardSplit>> assignment = new HashMap<>();
    for (ShardTracker.Free free : tracker.assignable()) {
      KinesisShardSplit split = free.split();
      int subtask = free.by() == TrackedShard.NOBODY ? assigner.assign(split, load) : free.by();
      load.set(subtask, load.get(subtask) + 1);
      // A subtask that is still to come up gets its shards then; nobody else takes them meanwhile.
      if (context.registeredReaders().containsKey(subtask)) {
        assignment.computeIfAbsent(subtask, unseen -> new ArrayList<>()).add(split);
        tracker.assigned(split.splitId(), subtask);
      }
    }
    if (!assignment.isEmpty()) {
      context.assignSplits(new SplitsAssignment<>(assignment));
    }
    endIfBounded();
  }

  private void endIfBounded() {
    if (listed
        && config.get(KinesisSourceConfigOptions.STREAM_BOUNDED)
        && tracker.allFinished()
        && !tracker.needsListing()) {
      for (int subtask : context.registeredReaders().keySet()) {
        if (toldThatNoMoreCome.add(subtask)) {
          context.signalNoMoreSplits(subtask);
        }
      }
    }
  }

  @Override
  public KinesisEnumeratorState snapshotState(long checkpointId) {
    return new KinesisEnumeratorState(initial, tracker.snapshot(checkpointId));
  }

  @Override
  public void notifyCheckpointComplete(long checkpointId) {
    tracker.completed(checkpointId);
    // A merged shard may have waited for it.
    assign();
  }

  @Override
  public void close() {
    client.close();
  }
}
