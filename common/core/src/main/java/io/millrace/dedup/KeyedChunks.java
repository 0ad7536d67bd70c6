package io.millrace.dedup;

import java.util.ArrayList;
import java.util.Comparator;
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
 * Chunks in Flink's keyed state: map state under the bucket's key, from (end of slice, number) to
 * bytes. Works on any state backend and rescales with the key groups.
 *
 * <p>There are {@value #STATES} such states, {@code id-chunks-0} and so on, which slices take in
 * turn, so that nearly every slice has one to itself. RocksDB keeps each in files of its own, and
 * so does not write old slices anew (and upload them with the next incremental checkpoint) whenever
 * it compacts what the current one has added: with one state it uploaded 340 bytes for each new id,
 * and more the more ids it held.
 */
final class KeyedChunks implements ChunkStore {

  /** More than the slices that are live at a time, which are mostly {@code PER_HORIZON + 2}. */
  private static final int STATES = 32;

  private final EventIdBuckets buckets;
  private final long sliceLength;
  private final KeyedStateBackend<Integer> backend;
  private final List<MapState<Tuple2<Long, Integer>, byte[]>> states = new ArrayList<>();

  KeyedChunks(
      EventIdBuckets buckets,
      long sliceLength,
      KeyedStateBackend<Integer> backend,
      KeyedStateStore stateStore) {
    this.buckets = buckets;
    this.sliceLength = sliceLength;
    this.backend = backend;
    for (int i = 0; i < STATES; i++) {
      states.add(
          stateStore.getMapState(
              new MapStateDescriptor<>(
                  name(i), chunkKeySerializer(), BytePrimitiveArraySerializer.INSTANCE)));
    }
  }

  /** Reads back every chunk of this subtask's key groups. */
  void restore(Deduplicator deduplicator) throws Exception {
    Map<Integer, Integer> bucketByKey = new HashMap<>();
    for (int bucket = 0; bucket < buckets.count(); bucket++) {
      bucketByKey.put(buckets.key(bucket), bucket);
    }
    // First every chunk to the state whose turn it is, so that none is read twice.
    for (int i = 0; i < STATES; i++) {
      for (Integer key : heldKeys(i)) {
        backend.setCurrentKey(key);
        moveToTheirTurns(states.get(i));
      }
    }
    for (int i = 0; i < STATES; i++) {
      for (Integer key : heldKeys(i)) {
        Integer bucket = bucketByKey.get(key);
        if (bucket == null) {
          throw new IllegalStateException(
              "Dedup state has the key " + key + ", none of " + buckets.count() + " buckets");
        }
        backend.setCurrentKey(key);
        for (Map.Entry<Tuple2<Long, Integer>, byte[]> chunk : inOrder(states.get(i))) {
          deduplicator.restore(bucket, chunk.getKey().f0, chunk.getKey().f1, chunk.getValue());
        }
      }
    }
  }

  /**
   * Where the horizon was another one when the chunks were written, slices took turns otherwise.
   */
  private void moveToTheirTurns(MapState<Tuple2<Long, Integer>, byte[]> state) throws Exception {
    for (Map.Entry<Tuple2<Long, Integer>, byte[]> chunk : inOrder(state)) {
      Tuple2<Long, Integer> key = chunk.getKey();
      if (stateFor(key.f0) != state) {
        state.remove(key);
        stateFor(key.f0).put(key, chunk.getValue());
      }
    }
  }

  /** The current key's chunks of a state, by number; a copy. */
  private static List<Map.Entry<Tuple2<Long, Integer>, byte[]>> inOrder(
      MapState<Tuple2<Long, Integer>, byte[]> state) throws Exception {
    List<Map.Entry<Tuple2<Long, Integer>, byte[]>> chunks = new ArrayList<>();
    for (Map.Entry<Tuple2<Long, Integer>, byte[]> chunk : state.entries()) {
      chunks.add(Map.entry(chunk.getKey(), chunk.getValue()));
    }
    chunks.sort(Map.Entry.comparingByKey(Comparator.comparing(key -> key.f1)));
    return chunks;
  }

  @Override
  public void put(int bucket, long sliceEnd, int number, byte[] chunk) throws Exception {
    backend.setCurrentKey(buckets.key(bucket));
    stateFor(sliceEnd).put(Tuple2.of(sliceEnd, number), chunk);
  }

  @Override
  public void remove(int bucket, long sliceEnd, int number) throws Exception {
    backend.setCurrentKey(buckets.key(bucket));
    stateFor(sliceEnd).remove(Tuple2.of(sliceEnd, number));
  }

  private MapState<Tuple2<Long, Integer>, byte[]> stateFor(long sliceEnd) {
    return states.get(Math.floorMod(Math.floorDiv(sliceEnd, sliceLength), STATES));
  }

  private static String name(int state) {
    return "id-chunks-" + state;
  }

  private List<Integer> heldKeys(int state) {
    try (Stream<Integer> keys = backend.getKeys(name(state), VoidNamespace.INSTANCE)) {
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
