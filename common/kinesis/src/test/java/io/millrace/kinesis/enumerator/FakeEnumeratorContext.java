package io.millrace.kinesis.enumerator;

import io.millrace.kinesis.split.KinesisShardSplit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.function.BiConsumer;
import org.apache.flink.api.connector.source.ReaderInfo;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.api.connector.source.SplitsAssignment;
import org.apache.flink.metrics.groups.SplitEnumeratorMetricGroup;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;

/** A coordinator whose asynchronous calls happen at once; the periodic one when told to. */
final class FakeEnumeratorContext implements SplitEnumeratorContext<KinesisShardSplit> {

  private final int parallelism;
  private final Map<Integer, ReaderInfo> readers = new TreeMap<>();

  /** What was assigned since the last look: {@code shard by subtask}. */
  private final List<String> assigned = new ArrayList<>();

  final Set<Integer> finished = new HashSet<>();
  Runnable tick = () -> {};

  FakeEnumeratorContext(int parallelism) {
    this.parallelism = parallelism;
  }

  void register(int subtask, KinesisShardSplit... reported) {
    readers.put(subtask, ReaderInfo.createReaderInfo(subtask, "here", List.of(reported)));
  }

  void unregister(int subtask) {
    readers.remove(subtask);
  }

  List<String> assigned() {
    List<String> taken = List.copyOf(assigned);
    assigned.clear();
    return taken;
  }

  @Override
  public void assignSplits(SplitsAssignment<KinesisShardSplit> splits) {
    splits
        .assignment()
        .forEach(
            (subtask, list) ->
                list.forEach(split -> assigned.add(split.splitId() + " by " + subtask)));
    assigned.sort(null);
  }

  @Override
  public <T> void callAsync(Callable<T> call, BiConsumer<T, Throwable> handler) {
    T result;
    try {
      result = call.call();
    } catch (Exception failure) {
      handler.accept(null, failure);
      return;
    }
    handler.accept(result, null);
  }

  @Override
  public <T> void callAsync(
      Callable<T> call, BiConsumer<T, Throwable> handler, long initialDelay, long period) {
    tick = () -> callAsync(call, handler);
  }

  @Override
  public SplitEnumeratorMetricGroup metricGroup() {
    return UnregisteredMetricsGroup.createSplitEnumeratorMetricGroup();
  }

  @Override
  public void sendEventToSourceReader(int subtask, SourceEvent event) {}

  @Override
  public int currentParallelism() {
    return parallelism;
  }

  @Override
  public Map<Integer, ReaderInfo> registeredReaders() {
    return readers;
  }

  @Override
  public void signalNoMoreSplits(int subtask) {
    finished.add(subtask);
  }

  @Override
  public void runInCoordinatorThread(Runnable runnable) {
    runnable.run();
  }
}
