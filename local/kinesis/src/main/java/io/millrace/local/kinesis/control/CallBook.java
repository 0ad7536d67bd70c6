package io.millrace.local.kinesis.control;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** How often what was called, for tests of how a client behaves. Thread safe. */
public final class CallBook {

  /**
   * Calls of an operation on a shard; an empty stream or shard where a call names none.
   *
   * @param errors those of the calls that ended in an error, ordered or not
   * @param records how many records they gave or took
   */
  public record Count(
      String operation, String stream, String shard, long calls, long errors, long records) {}

  private record Key(String operation, String stream, String shard) {}

  private static final class Sums {
    private final LongAdder calls = new LongAdder();
    private final LongAdder errors = new LongAdder();
    private final LongAdder records = new LongAdder();
  }

  private final Map<Key, Sums> sums = new ConcurrentHashMap<>();

  public void call(String operation, String stream, String shard) {
    of(operation, stream, shard).calls.increment();
  }

  public void error(String operation, String stream, String shard) {
    of(operation, stream, shard).errors.increment();
  }

  public void records(String operation, String stream, String shard, long count) {
    of(operation, stream, shard).records.add(count);
  }

  /** All counts since the start, or since they were cleared. */
  public List<Count> counts() {
    return sums.entrySet().stream()
        .map(
            entry ->
                new Count(
                    entry.getKey().operation(),
                    entry.getKey().stream(),
                    entry.getKey().shard(),
                    entry.getValue().calls.sum(),
                    entry.getValue().errors.sum(),
                    entry.getValue().records.sum()))
        .toList();
  }

  public void clear() {
    sums.clear();
  }

  private Sums of(String operation, String stream, String shard) {
    return sums.computeIfAbsent(new Key(operation, stream, shard), key -> new Sums());
  }
}
