package io.millrace.dedup;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.flink.api.common.state.KeyedStateStore;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.base.IntSerializer;
import org.apache.flink.api.common.typeutils.base.LongSerializer;
import org.apache.flink.api.common.typeutils.base.array.BytePrimitiveArraySerializer;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.api.java.typeutils.runtime.TupleSerializer;
import org.apache.flink.runtime.state.KeyedStateBackend;
import org.apache.flink.runtime.state.VoidNamespace;

/**
 * Chunks in Flink's keyed state {@code id-chunks}: map state under the bucket's key, from (end of
 * slice, number) to bytes. Works on any state backend and rescales with the key groups.
 */
final class KeyedChunks implements ChunkStore {

  private static final String NAME = "id-chunks";

  private final EventIdBuckets buckets;
  private final KeyedStateBackend<Integer> backend;
  private final MapState<Tuple2<Long, Integer>, byte[]> state;

  KeyedChunks(
      EventIdBuckets buckets, KeyedStateBackend<Integer> backend, KeyedStateStore stateStore) {
    this.buckets = buckets;
    this.backend = backend;
    this.state =
        stateStore.getMapState(
            new MapStateDescriptor<>(
                NAME, chunkKeySerializer(), BytePrimitiveArraySerializer.INSTANCE));
  }

  /** Reads back every chunk of this subtask's key groups. */
  void restore(Deduplicator deduplicator) throws Exception {
    Map<Integer, Integer> bucketByKey = new HashMap<>();
    for (int bucket = 0; bucket < buckets.count(); bucket++) {
      bucketByKey.put(buckets.key(bucket), bucket);
    }
    for (Integer key : heldKeys()) {
      Integer bucket = bucketByKey.get(key);
      if (bucket == null) {
        throw new IllegalStateException(
            "Dedup state has the key "
                + key
                + ", which is none of "
                + buckets.count()
                + " buckets");
      }
      backend.setCurrentKey(key);
      List<Map.Entry<Tuple2<Long, Integer>, byte[]>> chunks = new ArrayList<>();
      state.entries().forEach(chunks::add);
      chunks.sort(Map.Entry.comparingByKey((a, b) -> Integer.compare(a.f1, b.f1)));
      for (Map.Entry<Tuple2<Long, Integer>, byte[]> chunk : chunks) {
        deduplicator.restore(bucket, chunk.getKey().f0, chunk.getKey().f1, chunk.getValue());
      }
    }
  }

  @Override
  public void put(int bucket, long sliceEnd, int number, byte[] chunk) throws Exception {
    backend.setCurrentKey(buckets.key(bucket));
    state.put(Tuple2.of(sliceEnd, number), chunk);
  }

  @Override
  public void remove(int bucket, long sliceEnd, int number) throws Exception {
    backend.setCurrentKey(buckets.key(bucket));
    state.remove(Tuple2.of(sliceEnd, number));
  }

  private List<Integer> heldKeys() {
    try (Stream<Integer> keys = backend.getKeys(NAME, VoidNamespace.INSTANCE)) {
      return keys.toList();
    }
  }

  @SuppressWarnings("unchecked") // Tuple2's class literal has no parameters.
  private static TypeSerializer<Tuple2<Long, Integer>> chunkKeySerializer() {
    return new TupleSerializer<>(
        (Class<Tuple2<Long, Integer>>) (Class<?>) Tuple2.class,
        new TypeSerializer<?>[] {LongSerializer.INSTANCE, IntSerializer.INSTANCE});
  }
}
