package io.millrace.kinesis;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.api.java.typeutils.TupleTypeInfo;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;

/**
 * Keeps in state which numbers of each key it has seen; a second time is an error, and so is a
 * number before a smaller one.
 */
final class SeenOnce extends RichMapFunction<String, String> implements CheckpointedFunction {

  private static final long serialVersionUID = 1L;

  /** What the running instance has seen; tests run one job at a time. */
  static final Map<String, BitSet> SEEN = new ConcurrentHashMap<>();

  static final AtomicInteger DUPLICATES = new AtomicInteger();

  /** Records behind which a larger number of their key had come. */
  static final AtomicInteger OUT_OF_ORDER = new AtomicInteger();

  /** When to throw, counted down by records. */
  static final AtomicInteger FAIL_AFTER = new AtomicInteger(Integer.MAX_VALUE);

  /** How long it takes for a record. */
  static final AtomicLong PAUSE_NANOS = new AtomicLong();

  private transient ListState<Tuple2<String, byte[]>> state;
  private transient Map<String, BitSet> seen;

  static void forget() {
    SEEN.clear();
    DUPLICATES.set(0);
    OUT_OF_ORDER.set(0);
    FAIL_AFTER.set(Integer.MAX_VALUE);
    PAUSE_NANOS.set(0);
  }

  static int total() {
    return SEEN.values().stream()
        .mapToInt(
            bits -> {
              synchronized (bits) {
                return bits.cardinality();
              }
            })
        .sum();
  }

  @Override
  public String map(String record) {
    if (FAIL_AFTER.decrementAndGet() == 0) {
      throw new IllegalStateException("a failure that the test ordered");
    }
    if (PAUSE_NANOS.get() > 0) {
      LockSupport.parkNanos(PAUSE_NANOS.get());
    }
    int colon = record.indexOf(':');
    String key = record.substring(0, colon);
    int number = Integer.parseInt(record.substring(colon + 1));
    BitSet bits = seen.get(key);
    if (bits == null) {
      bits = new BitSet();
      seen.put(key, bits);
      SEEN.put(key, bits);
    }
    synchronized (bits) {
      if (bits.get(number)) {
        DUPLICATES.incrementAndGet();
      } else if (bits.length() > number) {
        OUT_OF_ORDER.incrementAndGet();
      }
      bits.set(number);
    }
    return record;
  }

  @Override
  public void snapshotState(FunctionSnapshotContext context) throws Exception {
    state.clear();
    for (Map.Entry<String, BitSet> key : seen.entrySet()) {
      state.add(Tuple2.of(key.getKey(), key.getValue().toByteArray()));
    }
  }

  @Override
  public void initializeState(FunctionInitializationContext context) throws Exception {
    state =
        context
            .getOperatorStateStore()
            .getListState(
                new ListStateDescriptor<>(
                    "seen",
                    new TupleTypeInfo<>(
                        Types.STRING, PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO)));
    seen = new ConcurrentHashMap<>();
    SEEN.clear();
    for (Tuple2<String, byte[]> key : state.get()) {
      BitSet bits = BitSet.valueOf(Arrays.copyOf(key.f1, key.f1.length));
      seen.put(key.f0, bits);
      SEEN.put(key.f0, bits);
    }
  }
}
