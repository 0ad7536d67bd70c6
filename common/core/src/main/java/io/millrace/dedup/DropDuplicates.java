package io.millrace.dedup;

import io.millrace.event.Event;
import io.millrace.event.RejectReason;
import io.millrace.event.Rejection;
import io.millrace.ledger.LakePartitioner;
import io.millrace.ledger.LedgerPage;
import io.millrace.ledger.LedgerTally;
import io.millrace.progress.EventTimeProgress;
import io.millrace.progress.ProgressOperator;
import io.millrace.progress.SavedDefinitions;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.TaskInfo;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;
import org.apache.flink.util.OutputTag;

/**
 * Lets the first event of each id through, within the horizon; see {@link Deduplicator}.
 *
 * <pre>{@code
 * events.keyBy(buckets, Types.INT)
 *     .transform("drop-duplicates", EventTypes.EVENT, new DropDuplicates(buckets, …))
 *     .setMaxParallelism(buckets.count())
 * }</pre>
 *
 * <p>Ids expire by {@link EventTimeProgress}, which a recovery restores. State: {@link
 * KeyedChunks}, written at checkpoints and when {@value #MOST_PENDING_BYTES} bytes have come in
 * between, read at a restore only. Needs aligned checkpoints and refuses to start without. Emits
 * its ledger pages (written, duplicate, late, lake partitions) before each checkpoint's barrier and
 * at the end of input.
 *
 * <p>Decides on a few records at a time ({@link HeldRecords}), and on all that it holds before it
 * passes on a watermark, an idle input, a barrier or the end. So each record is on the same side of
 * these as it would be alone; where none of them comes, a record waits for others.
 *
 * <p>It is the one operator with state that all jobs have, so it also sees to it that a contract's
 * columns keep their types: one that has another type than in the state is refused, one that is new
 * or gone is not.
 */
public final class DropDuplicates extends ProgressOperator<Event>
    implements OneInputStreamOperator<Event, Event> {

  private static final long serialVersionUID = 1L;
  private static final long MOST_PENDING_BYTES = 16L << 20;

  private final EventIdBuckets buckets;
  private final Duration horizon;
  private final LakePartitioner partitioner;
  private final OutputTag<Rejection> conflicts;
  private final OutputTag<LedgerPage> pages;

  @SuppressWarnings("serial") // The copy of a map of strings is serializable.
  private final Map<String, String> columns;

  private transient SavedDefinitions saved;
  private transient KeyedChunks chunks;
  private transient Deduplicator deduplicator;
  private transient LedgerTally tally;
  private transient Counter written;
  private transient Counter duplicate;
  private transient Counter conflicting;
  private transient volatile long idBytes;
  private transient HeldRecords held;

  /**
   * @param buckets what the stream is keyed by
   * @param horizon for how long, in event time, an id is remembered
   * @param partitioner where the lake files an event
   * @param conflicts where duplicates with other content go, as {@link RejectReason#CONFLICTING}
   * @param pages where ledger pages go
   * @param columns the type of each column, see {@link io.millrace.contract.ColumnTypes}
   */
  @SuppressWarnings("NullAway.Init") // Flink calls initializeState and open before any record.
  public DropDuplicates(
      EventIdBuckets buckets,
      Duration horizon,
      LakePartitioner partitioner,
      OutputTag<Rejection> conflicts,
      OutputTag<LedgerPage> pages,
      Map<String, String> columns) {
    this.buckets = buckets;
    this.horizon = horizon;
    this.partitioner = partitioner;
    this.conflicts = conflicts;
    this.pages = pages;
    this.columns = new LinkedHashMap<>(columns);
  }

  /** The same without columns to watch. */
  public DropDuplicates(
      EventIdBuckets buckets,
      Duration horizon,
      LakePartitioner partitioner,
      OutputTag<Rejection> conflicts,
      OutputTag<LedgerPage> pages) {
    this(buckets, horizon, partitioner, conflicts, pages, Map.of());
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    saved = SavedDefinitions.restore(context.getOperatorStateStore(), "column", columns);
    int maxParallelism = getRuntimeContext().getTaskInfo().getMaxNumberOfParallelSubtasks();
    if (maxParallelism != buckets.count()) {
      throw new IllegalStateException(
          "DropDuplicates has max parallelism "
              + maxParallelism
              + ", but its stream is keyed by "
              + buckets.count()
              + " buckets: set the operator's max parallelism to that");
    }
    deduplicator = new Deduplicator(buckets.count(), horizon);
    chunks =
        new KeyedChunks(
            buckets,
            deduplicator.sliceLength(),
            getKeyedStateBackend(),
            context.getKeyedStateStore());
    if (context.isRestored()) {
      chunks.restore(deduplicator);
      deduplicator.expire(progress().micros(), chunks);
      idBytes = deduplicator.bytes();
    }
  }

  @Override
  public void open() throws Exception {
    super.open();
    held = new HeldRecords();
    TaskInfo task = getRuntimeContext().getTaskInfo();
    tally = new LedgerTally("dedup-" + task.getIndexOfThisSubtask());
    MetricGroup metrics = getMetricGroup();
    written = metrics.counter("written");
    duplicate = metrics.counter("duplicate");
    conflicting = metrics.counter("conflicting");
    metrics.gauge("idsHeld", () -> deduplicator.ids());
    metrics.gauge("idBytes", () -> idBytes);
  }

  /** Flink need not set the key for each record: state is written at checkpoints, by bucket. */
  @Override
  public boolean hasKeyContext1() {
    return false;
  }

  @Override
  public void processElement(StreamRecord<Event> element) throws Exception {
    held.add(element);
    if (held.full()) {
      decide();
    }
  }

  /** Decides on the records that are held, in their order. */
  private void decide() throws Exception {
    List<StreamRecord<Event>> records = held.all();
    IdKey[] keys = new IdKey[records.size()];
    for (int i = 0; i < keys.length; i++) {
      Event event = records.get(i).getValue();
      keys[i] = deduplicator.key(buckets.bucket(event), event.id());
    }
    deduplicator.fetch(keys);
    for (int i = 0; i < keys.length; i++) {
      decide(records.get(i), keys[i]);
    }
    held.clear();
    if (deduplicator.pendingBytes() > MOST_PENDING_BYTES) {
      deduplicator.flush(chunks);
    }
  }

  private void decide(StreamRecord<Event> element, IdKey key) {
    Event event = element.getValue();
    Verdict verdict =
        deduplicator.offer(key, event.contentHash(), event.eventTime(), progress().micros());
    switch (verdict) {
      case NEW -> {
        written.inc();
        tally.written(event, partitioner.partition(event));
        output.collect(element);
      }
      case DUPLICATE -> {
        duplicate.inc();
        tally.duplicate(event);
      }
      case CONFLICTING -> {
        duplicate.inc();
        conflicting.inc();
        tally.conflicting(event);
        output.collect(conflicts, element.replace(conflict(event)));
      }
    }
  }

  @Override
  public void processWatermark(Watermark mark) throws Exception {
    decide();
    if (progress().advance(mark.getTimestamp())) {
      deduplicator.expire(progress().micros(), chunks);
    }
    super.processWatermark(mark);
  }

  @Override
  public void processWatermarkStatus(WatermarkStatus status) throws Exception {
    decide();
    super.processWatermarkStatus(status);
  }

  @Override
  public void prepareSnapshotPreBarrier(long checkpointId) throws Exception {
    decide();
    super.prepareSnapshotPreBarrier(checkpointId);
    turnPage(checkpointId);
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    super.snapshotState(context);
    saved.snapshot();
    deduplicator.flush(chunks);
    idBytes = deduplicator.bytes();
  }

  @Override
  public void finish() throws Exception {
    decide();
    turnPage(LedgerPage.END_OF_INPUT);
    super.finish();
  }

  private void turnPage(long checkpoint) {
    tally.turnPage(checkpoint, page -> output.collect(pages, new StreamRecord<>(page)));
  }

  private static Rejection conflict(Event event) {
    return new Rejection(
        event.source(),
        RejectReason.CONFLICTING,
        "$",
        "an earlier event has the same id and other content");
  }
}
