package io.millrace.progress;

import io.millrace.event.Decoded;
import io.millrace.event.EventTypes;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SourceSplit;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.api.java.typeutils.ResultTypeQueryable;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/**
 * A source whose late events are marked.
 *
 * <p>An event is late when it is older than the highest event time that its own split had shown
 * before it, less {@code maxOutOfOrderness}: a function of the split's records in their order, so
 * the same on every run. Rejections do not count. The highest time is part of the split's own state
 * and goes wherever the split goes. (Union list state in the source's task would do too, but Flink
 * refuses a stop with savepoint of a task that has some, as soon as one subtask is busy and another
 * idle.)
 *
 * <p>The source's enumerator is the source's own: it never sees a time. A split that it hands out
 * has none, and needs none: a reader had no state of it.
 *
 * @param <S> the source's splits; its readers have an output for each
 * @param <C> the state of its enumerator
 */
public final class LateMarkingSource<S extends SourceSplit, C>
    implements Source<Decoded, SourceSplit, C>, ResultTypeQueryable<Decoded> {

  private static final long serialVersionUID = 1L;

  private final Source<Decoded, S, C> source;
  private final long maxOutOfOrderness;

  /**
   * @param maxOutOfOrderness how far an event may lag behind its split without being late
   */
  public LateMarkingSource(Source<Decoded, S, C> source, Duration maxOutOfOrderness) {
    this.source = source;
    this.maxOutOfOrderness = TimeUnit.MICROSECONDS.convert(maxOutOfOrderness);
  }

  @Override
  public Boundedness getBoundedness() {
    return source.getBoundedness();
  }

  @Override
  public SourceReader<Decoded, SourceSplit> createReader(SourceReaderContext context)
      throws Exception {
    return new LateMarkingReader<>(source.createReader(context), maxOutOfOrderness);
  }

  @Override
  public SplitEnumerator<SourceSplit, C> createEnumerator(
      SplitEnumeratorContext<SourceSplit> context) throws Exception {
    return anySplits(source.createEnumerator(ownSplits(context)));
  }

  @Override
  public SplitEnumerator<SourceSplit, C> restoreEnumerator(
      SplitEnumeratorContext<SourceSplit> context, C checkpoint) throws Exception {
    return anySplits(source.restoreEnumerator(ownSplits(context), checkpoint));
  }

  @Override
  public SimpleVersionedSerializer<SourceSplit> getSplitSerializer() {
    return new TimedSplitSerializer<>(source.getSplitSerializer());
  }

  @Override
  public SimpleVersionedSerializer<C> getEnumeratorCheckpointSerializer() {
    return source.getEnumeratorCheckpointSerializer();
  }

  @Override
  public TypeInformation<Decoded> getProducedType() {
    return EventTypes.DECODED;
  }

  /** An enumerator gives splits away and gets back those that it gave: its own. */
  @SuppressWarnings("unchecked")
  private SplitEnumerator<SourceSplit, C> anySplits(SplitEnumerator<S, C> enumerator) {
    return (SplitEnumerator<SourceSplit, C>) (SplitEnumerator<?, C>) enumerator;
  }

  @SuppressWarnings("unchecked")
  private SplitEnumeratorContext<S> ownSplits(SplitEnumeratorContext<SourceSplit> context) {
    return (SplitEnumeratorContext<S>) (SplitEnumeratorContext<?>) context;
  }
}
