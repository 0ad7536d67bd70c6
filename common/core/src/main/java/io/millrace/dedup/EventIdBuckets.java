package io.millrace.dedup;

import io.millrace.event.Event;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;

/**
 * Spreads event ids evenly over Flink's key groups: bucket {@code i} is key group {@code i}, and
 * its key is the smallest number that Flink assigns to that key group. Ids so share {@code
 * maxParallelism} keys, and {@link DropDuplicates} keeps one table and its state a key group
 * instead of one entry an id.
 *
 * <p>The operator's max parallelism must be set to the same number ({@link DropDuplicates} checks
 * it), and can never change for a job that has state: an id would change buckets.
 */
public final class EventIdBuckets implements KeySelector<Event, Integer> {

  private static final long serialVersionUID = 1L;

  // Boxed once: no allocation a record.
  private final Integer[] keys;

  private EventIdBuckets(Integer[] keys) {
    this.keys = keys;
  }

  /** One bucket for each of {@code maxParallelism} key groups. */
  public static EventIdBuckets of(int maxParallelism) {
    Integer[] keys = new Integer[maxParallelism];
    int missing = maxParallelism;
    for (int key = 0; missing > 0; key++) {
      int keyGroup = KeyGroupRangeAssignment.assignToKeyGroup(key, maxParallelism);
      if (keys[keyGroup] == null) {
        keys[keyGroup] = key;
        missing--;
      }
    }
    return new EventIdBuckets(keys);
  }

  /** How many buckets there are: the max parallelism. */
  public int count() {
    return keys.length;
  }

  /** The event's bucket: by the upper half of the id's hash. */
  public int bucket(Event event) {
    return (int) (((event.idHash() >>> 32) * keys.length) >>> 32);
  }

  /** The key that stands for a bucket. */
  public Integer key(int bucket) {
    return keys[bucket];
  }

  @Override
  public Integer getKey(Event event) {
    return keys[bucket(event)];
  }
}
