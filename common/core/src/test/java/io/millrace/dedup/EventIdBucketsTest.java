package io.millrace.dedup;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventIdBucketsTest {

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 100, 128, 720, 32768})
  void each_bucket_is_the_key_group_of_its_number(int maxParallelism) {
    EventIdBuckets buckets = EventIdBuckets.of(maxParallelism);
    assertThat(buckets.count()).isEqualTo(maxParallelism);
    for (int bucket = 0; bucket < maxParallelism; bucket++) {
      assertThat(KeyGroupRangeAssignment.assignToKeyGroup(buckets.key(bucket), maxParallelism))
          .isEqualTo(bucket);
    }
  }

  @Test
  void ids_spread_evenly() {
    EventIdBuckets buckets = EventIdBuckets.of(128);
    int[] count = new int[128];
    for (int i = 0; i < 128_000; i++) {
      count[buckets.bucket(Events.event("order-" + i, 0, 0))]++;
    }
    for (int ids : count) {
      assertThat(ids).isBetween(850, 1150);
    }
  }
}
