package io.millrace.dedup;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** The deduplicator against a plain map, through flushes, restarts and expiry. */
class DeduplicatorPropertiesTest {

  private static final int BUCKETS = 4;
  private static final Duration HORIZON = Duration.ofMillis(2400);
  private static final long HORIZON_MICROS = 2_400_000;
  private static final long SLICE = HORIZON_MICROS / TimeSlices.PER_HORIZON;

  /** Every id one might meet: UUIDs, other spellings of them, one byte to 10,000 and none. */
  private static final List<byte[]> IDS = ids();

  private static List<byte[]> ids() {
    Random random = new Random(5);
    return Stream.of(
            random.ints(40).mapToObj(i -> UUID.nameUUIDFromBytes(new byte[] {(byte) i}).toString()),
            random
                .ints(10)
                .mapToObj(
                    i ->
                        UUID.nameUUIDFromBytes(new byte[] {(byte) i})
                            .toString()
                            .toUpperCase(Locale.ROOT)),
            random.ints(30, 0, 200).mapToObj("x"::repeat),
            random.ints(20, 0, 5000).mapToObj(Integer::toString),
            random.ints(5, 9_000, 10_001).mapToObj("y"::repeat),
            Stream.of("z".repeat(70_000), "z".repeat(70_001), "", "\0", "\0\0"))
        .flatMap(s -> s)
        .map(s -> s.getBytes(StandardCharsets.UTF_8))
        .toList();
  }

  private static final IdHash ALL_COLLIDE =
      new IdHash() {
        @Override
        public long ofUuid(long high, long low) {
          return 42;
        }

        @Override
        public long ofBytes(byte[] bytes, int offset, int length) {
          return 42;
        }
      };

  private record Held(long content, long since) {}

  @Provide
  Arbitrary<IdHash> hashes() {
    return Arbitraries.of(ALL_COLLIDE, IdHash.seeded(0), IdHash.seeded(-77));
  }

  @Property(tries = 300)
  void says_what_a_map_says(@ForAll long seed, @ForAll("hashes") IdHash hash) throws Exception {
    Random random = new Random(seed);
    ChunksInMemory store = new ChunksInMemory();
    Deduplicator deduplicator = new Deduplicator(BUCKETS, HORIZON, hash);
    Map<String, Held> reference = new HashMap<>();
    long progress = random.nextBoolean() ? Long.MIN_VALUE : 0;
    long now = 0;
    for (int step = 0; step < 600; step++) {
      now += random.nextInt(20_000);
      int dice = random.nextInt(100);
      if (dice < 85) {
        byte[] id = IDS.get(random.nextInt(IDS.size()));
        long content = random.nextInt(3);
        long time = now - random.nextInt(400_000);
        String key = new String(id, StandardCharsets.UTF_8);
        IdKey idKey = deduplicator.key(Math.floorMod(key.hashCode(), BUCKETS), id);
        deduplicator.fetch(new IdKey[] {idKey});
        Verdict verdict = deduplicator.offer(idKey, content, time, progress);

        Held held = reference.get(key);
        long since = Math.max(time, progress);
        if (held == null || progress >= held.since + HORIZON_MICROS + SLICE) {
          assertThat(verdict).isEqualTo(Verdict.NEW);
        } else if (progress < held.since + HORIZON_MICROS || verdict != Verdict.NEW) {
          assertThat(verdict)
              .isEqualTo(held.content == content ? Verdict.DUPLICATE : Verdict.CONFLICTING);
        }
        if (verdict == Verdict.NEW) {
          reference.put(key, new Held(content, since));
        }
      } else if (dice < 93) {
        deduplicator.flush(store);
        assertThat(deduplicator.pendingBytes()).isZero();
        assertThat(deduplicator.chunks()).isEqualTo(store.count());
      } else if (dice < 97) {
        progress = Math.max(progress, now - 500_000);
        deduplicator.expire(progress, store);
      } else {
        deduplicator.flush(store);
        long ids = deduplicator.ids();
        deduplicator = new Deduplicator(BUCKETS, HORIZON, hash);
        store.restore(deduplicator);
        assertThat(deduplicator.ids()).isEqualTo(ids);
      }
    }
  }
}
