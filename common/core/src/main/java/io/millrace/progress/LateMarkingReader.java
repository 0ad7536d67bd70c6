package io.millrace.progress;

import io.millrace.event.Decoded;
import io.millrace.event.Event;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.api.connector.source.SourceOutput;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceSplit;
import org.apache.flink.core.io.InputStatus;
import org.jspecify.annotations.Nullable;

/** Marks the late events of a reader, split by split; see {@link LateMarkingSource}. */
@SuppressWarnings("try") // AutoCloseable as SourceReader declares it.
final class LateMarkingReader<S extends SourceSplit> implements SourceReader<Decoded, SourceSplit> {

  private final SourceReader<Decoded, S> reader;
  private final long maxOutOfOrderness;
  private final Map<String, SplitTime> times = new HashMap<>();
  private @Nullable ReaderOutput<Decoded> lastOutput;
  private @Nullable Marking lastMarking;

  LateMarkingReader(SourceReader<Decoded, S> reader, long maxOutOfOrderness) {
    this.reader = reader;
    this.maxOutOfOrderness = maxOutOfOrderness;
  }

  @Override
  public void start() {
    reader.start();
  }

  @Override
  public InputStatus pollNext(ReaderOutput<Decoded> output) throws Exception {
    Marking marking = lastMarking;
    if (marking == null || lastOutput != output) {
      marking = new Marking(output);
      lastMarking = marking;
      lastOutput = output;
    }
    return reader.pollNext(marking);
  }

  @Override
  public List<SourceSplit> snapshotState(long checkpointId) {
    List<SourceSplit> timed = new ArrayList<>();
    Set<String> held = new HashSet<>();
    for (S split : reader.snapshotState(checkpointId)) {
      SplitTime time = times.get(split.splitId());
      timed.add(time == null ? split : new TimedSplit(split, time.highest));
      held.add(split.splitId());
    }
    times.keySet().retainAll(held); // The others have been read to their end.
    return timed;
  }

  @Override
  @SuppressWarnings("unchecked") // The source's own splits.
  public void addSplits(List<SourceSplit> splits) {
    List<S> own = new ArrayList<>();
    for (SourceSplit split : splits) {
      if (split instanceof TimedSplit timed) {
        times.put(timed.splitId(), new SplitTime(timed.highest()));
        own.add((S) timed.split());
      } else {
        own.add((S) split);
      }
    }
    reader.addSplits(own);
  }

  @Override
  public CompletableFuture<Void> isAvailable() {
    return reader.isAvailable();
  }

  @Override
  public void notifyNoMoreSplits() {
    reader.notifyNoMoreSplits();
  }

  @Override
  public void handleSourceEvents(SourceEvent event) {
    reader.handleSourceEvents(event);
  }

  @Override
  public void pauseOrResumeSplits(Collection<String> pause, Collection<String> resume) {
    reader.pauseOrResumeSplits(pause, resume);
  }

  @Override
  public void notifyCheckpointComplete(long checkpointId) throws Exception {
    reader.notifyCheckpointComplete(checkpointId);
  }

  @Override
  public void notifyCheckpointAborted(long checkpointId) throws Exception {
    reader.notifyCheckpointAborted(checkpointId);
  }

  @Override
  public void close() throws Exception {
    reader.close();
  }

  private static final class SplitTime {
    private long highest;

    SplitTime(long highest) {
      this.highest = highest;
    }

    /**
     * How far behind the highest time before it, in microseconds; takes it over if it is higher.
     */
    long lag(long eventTime) {
      if (eventTime > highest) {
        highest = eventTime;
        return 0;
      }
      long lag = highest - eventTime;
      return lag >= 0 ? lag : Long.MAX_VALUE;
    }
  }

  /** The operator's output, with one for each split that marks. */
  private final class Marking implements ReaderOutput<Decoded> {
    private final ReaderOutput<Decoded> output;

    Marking(ReaderOutput<Decoded> output) {
      this.output = output;
    }

    @Override
    public SourceOutput<Decoded> createOutputForSplit(String splitId) {
      return new MarkingSplit(
          output.createOutputForSplit(splitId),
          times.computeIfAbsent(splitId, unseen -> new SplitTime(Long.MIN_VALUE)));
    }

    @Override
    public void releaseOutputForSplit(String splitId) {
      output.releaseOutputForSplit(splitId);
    }

    @Override
    public void collect(Decoded record) {
      throw new IllegalStateException("the source does not say which split a record is of");
    }

    @Override
    public void collect(Decoded record, long timestamp) {
      collect(record);
    }

    @Override
    public void emitWatermark(Watermark watermark) {
      output.emitWatermark(watermark);
    }

    @Override
    public void markIdle() {
      output.markIdle();
    }

    @Override
    public void markActive() {
      output.markActive();
    }
  }

  private final class MarkingSplit implements SourceOutput<Decoded> {
    private final SourceOutput<Decoded> output;
    private final SplitTime time;

    MarkingSplit(SourceOutput<Decoded> output, SplitTime time) {
      this.output = output;
      this.time = time;
    }

    @Override
    public void collect(Decoded record) {
      output.collect(marked(record));
    }

    @Override
    public void collect(Decoded record, long timestamp) {
      output.collect(marked(record), timestamp);
    }

    @Override
    public void emitWatermark(Watermark watermark) {
      output.emitWatermark(watermark);
    }

    @Override
    public void markIdle() {
      output.markIdle();
    }

    @Override
    public void markActive() {
      output.markActive();
    }

    private Decoded marked(Decoded record) {
      return record instanceof Event event && time.lag(event.eventTime()) > maxOutOfOrderness
          ? event.asLate()
          : record;
    }
  }
}
