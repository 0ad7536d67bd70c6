package io.millrace.dedup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DeduplicatorTest {

  private static final Duration ONE_DAY = Duration.ofDays(1);
  private static final long HOUR = 3_600_000_000L;

  private final ChunksInMemory store = new ChunksInMemory();

  @Test
  void upper_and_lower_case_of_a_uuid_are_two_ids() {
    Deduplicator deduplicator = new Deduplicator(1, ONE_DAY);
    String uuid = "0f8fad5b-d9cb-469f-a165-70867728950e";
    String upper = "0F8FAD5B-D9CB-469F-A165-70867728950E";
    String mixed = "0f8fad5b-d9cb-469f-a165-70867728950E";

    assertThat(offer(deduplicator, uuid)).isEqualTo(Verdict.NEW);
    assertThat(offer(deduplicator, upper)).isEqualTo(Verdict.NEW);
    assertThat(offer(deduplicator, mixed)).isEqualTo(Verdict.NEW);
    assertThat(offer(deduplicator, uuid)).isEqualTo(Verdict.DUPLICATE);
    assertThat(offer(deduplicator, upper)).isEqualTo(Verdict.DUPLICATE);
  }

  @Test
  void a_uuid_takes_at_most_48_bytes_of_memory_and_24_of_a_checkpoint() throws Exception {
    int buckets = 128;
    int ids = 1_000_000;
    Deduplicator deduplicator = new Deduplicator(buckets, ONE_DAY);
    Random random = new Random(1);
    for (int i = 0; i < ids; i++) {
      String id = new UUID(random.nextLong(), random.nextLong()).toString();
      deduplicator.offer(deduplicator.key(i % buckets, bytes(id)), i, i * 24L * HOUR / ids, 0);
      if (i % 250_000 == 0) {
        deduplicator.flush(store);
      }
    }
    deduplicator.flush(store);

    assertThat(deduplicator.ids()).isEqualTo(ids);
    assertThat(deduplicator.bytes() / (double) ids).isBetween(24.0 + 8, 48.0);
    assertThat(store.written() / (double) ids).isBetween(23.0, 24.0);
  }

  @Test
  void ten_horizons_of_ids_keep_memory_and_chunks_flat() throws Exception {
    Deduplicator deduplicator = new Deduplicator(8, ONE_DAY);
    Random random = new Random(2);
    long[] mostIds = new long[11];
    long[] mostChunks = new long[11];
    long[] mostBytes = new long[11];
    for (int i = 0; i < 110_000; i++) {
      long time = i * 24L * HOUR / 10_000; // 10,000 ids a horizon
      int horizon = i / 10_000;
      String id = new UUID(random.nextLong(), random.nextLong()).toString();
      deduplicator.offer(deduplicator.key(random.nextInt(8), bytes(id)), i, time, time - HOUR);
      if (i % 50 == 0) {
        deduplicator.expire(time - HOUR, store);
        deduplicator.flush(store);
        mostIds[horizon] = Math.max(mostIds[horizon], deduplicator.ids());
        mostChunks[horizon] = Math.max(mostChunks[horizon], store.count());
        mostBytes[horizon] = Math.max(mostBytes[horizon], deduplicator.bytes());
      }
    }
    for (int horizon = 2; horizon <= 10; horizon++) {
      // The horizon, the hour that progress lags, and a slice; nothing adds up over time.
      assertThat(mostIds[horizon]).isBetween(10_400L, 11_300L);
      assertThat(mostChunks[horizon]).isLessThan(mostChunks[2] * 11 / 10);
      assertThat(mostBytes[horizon]).isLessThan(mostBytes[2] * 11 / 10);
    }
  }

  @Test
  void after_each_expiry_the_others_are_known_and_no_others() throws Exception {
    Deduplicator deduplicator = new Deduplicator(1, ONE_DAY);
    int anHour = 2_000;
    for (int i = 0; i < 24 * anHour; i++) {
      offer(deduplicator, id(i), i, i / anHour * HOUR);
    }
    for (int hour = 0; hour < 24; hour++) {
      deduplicator.expire((hour + 25) * HOUR, store);
      int firstLeft = (hour + 1) * anHour;
      assertThat(deduplicator.ids()).isEqualTo(24 * anHour - firstLeft);
      for (int i = firstLeft; i < 24 * anHour; i += 7) {
        assertThat(offer(deduplicator, id(i), i, 0)).isEqualTo(Verdict.DUPLICATE);
      }
    }
    for (int i = 0; i < 24 * anHour; i++) {
      assertThat(offer(deduplicator, id(i), i, i / anHour * HOUR)).isEqualTo(Verdict.NEW);
    }
  }

  /** Every second is a UUID. */
  private static String id(int number) {
    return number % 2 == 0 ? new UUID(number, number).toString() : "order-" + number;
  }

  @Test
  void many_checkpoints_with_few_ids_leave_few_chunks() throws Exception {
    Deduplicator deduplicator = new Deduplicator(1, ONE_DAY);
    for (int i = 0; i < 2_000; i++) {
      offer(deduplicator, new UUID(i, i).toString(), i, 0);
      deduplicator.flush(store);
    }
    assertThat(store.count()).isLessThanOrEqualTo(7 * 4);
    assertThat(store.bytes()).isLessThan(2_000 * 25);
    assertThat(store.written()).isLessThan(2_000 * (24 + 2) * 5);
  }

  @Test
  void a_backfill_in_disorder_makes_few_slices() throws Exception {
    Deduplicator deduplicator = new Deduplicator(1, Duration.ofHours(1));
    long year = 365 * 24 * HOUR;
    for (int i = 0; i < 100_000; i++) {
      offer(deduplicator, "id-" + i, i, i * 7919L % 100_000 * (year / 100_000));
    }
    deduplicator.flush(store);
    assertThat(store.count()).isLessThan(1_000);
    deduplicator.expire(2 * year, store);
    assertThat(store.count()).isZero();
    assertThat(deduplicator.ids()).isZero();
  }

  @Test
  void refuses_chunks_of_another_version() {
    Deduplicator deduplicator = new Deduplicator(1, ONE_DAY);
    assertThatThrownBy(() -> deduplicator.restore(0, 0, 0, new byte[] {3, 0}))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("version 3");
    assertThatThrownBy(() -> deduplicator.restore(0, 0, 0, new byte[] {}))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void reads_chunks_of_the_first_release() {
    // Version 1, level 0: one UUID; then one text of three bytes. Never change these bytes.
    byte[] uuid = new byte[2 + 24];
    uuid[0] = 1;
    uuid[1] = 1;
    uuid[2] = 1; // lowest byte of the first half: …0001-…
    uuid[2 + 16] = 9; // content hash 9
    byte[] text = {1, 0, 3, 'a', 'b', 'c', 5, 0, 0, 0, 0, 0, 0, 0};

    Deduplicator deduplicator = new Deduplicator(1, ONE_DAY);
    deduplicator.restore(0, HOUR, 0, uuid);
    deduplicator.restore(0, HOUR, 1, text);

    assertThat(offer(deduplicator, "00000000-0000-0001-0000-000000000000", 9, 0))
        .isEqualTo(Verdict.DUPLICATE);
    assertThat(offer(deduplicator, "abc", 5, 0)).isEqualTo(Verdict.DUPLICATE);
    assertThat(offer(deduplicator, "abc", 6, 0)).isEqualTo(Verdict.CONFLICTING);
  }

  @Test
  void reads_chunks_whose_uuids_are_grouped_by_their_first_byte() {
    // Version 2: two UUIDs that begin with 0x01, then one with 0xff. Never change these bytes.
    byte[] chunk = new byte[2 + 256 + 3 * 23];
    chunk[0] = 2;
    chunk[1] = 1;
    chunk[2 + 0x01] = 2;
    chunk[2 + 0xff] = 1;
    chunk[258] = 7; // lowest byte of the first half
    chunk[258 + 7 + 8] = 9; // content hash
    chunk[258 + 23 + 6] = 0x23; // the byte after the first
    chunk[258 + 23 + 7] = 8; // lowest byte of the second half
    chunk[258 + 2 * 23 + 22] = (byte) 0x80; // highest byte of the content hash

    Deduplicator deduplicator = new Deduplicator(1, ONE_DAY);
    deduplicator.restore(0, HOUR, 0, chunk);

    assertThat(deduplicator.ids()).isEqualTo(3);
    assertThat(offer(deduplicator, "01000000-0000-0007-0000-000000000000", 9, 0))
        .isEqualTo(Verdict.DUPLICATE);
    assertThat(offer(deduplicator, "01230000-0000-0000-0000-000000000008", 0, 0))
        .isEqualTo(Verdict.DUPLICATE);
    assertThat(offer(deduplicator, "ff000000-0000-0000-0000-000000000000", Long.MIN_VALUE, 0))
        .isEqualTo(Verdict.DUPLICATE);
  }

  @Test
  void a_full_chunk_of_uuids_takes_23_bytes_each_and_comes_back_whole() throws Exception {
    Deduplicator deduplicator = new Deduplicator(1, ONE_DAY);
    Random random = new Random(3);
    int ids = 27_300; // ten blocks
    List<String> uuids =
        Stream.generate(() -> new UUID(random.nextLong(), random.nextLong()).toString())
            .limit(ids)
            .toList();
    for (int i = 0; i < ids; i++) {
      offer(deduplicator, uuids.get(i), i, 0);
    }
    deduplicator.flush(store);
    assertThat(store.written() / (double) ids).isBetween(23.0, 23.11);

    Deduplicator restored = new Deduplicator(1, ONE_DAY);
    store.restore(restored);
    assertThat(restored.ids()).isEqualTo(ids);
    for (int i = 0; i < ids; i++) {
      assertThat(offer(restored, uuids.get(i), i, 0)).isEqualTo(Verdict.DUPLICATE);
    }
  }

  private static Verdict offer(Deduplicator deduplicator, String id) {
    return offer(deduplicator, id, 1, 0);
  }

  private static Verdict offer(Deduplicator deduplicator, String id, long content, long time) {
    return deduplicator.offer(deduplicator.key(0, bytes(id)), content, time, 0);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
