package io.millrace.local.feed;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.contract.StreamContract;
import io.millrace.decode.DecodeLimits;
import io.millrace.decode.RecordDecoder;
import io.millrace.event.Decoded;
import io.millrace.event.Event;
import io.millrace.event.Position;
import io.millrace.event.RejectReason;
import io.millrace.event.Rejection;
import io.millrace.event.SourceRecord;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The generator's figures against those of the product's decoder and the plainest dedup there is.
 */
class StorefrontDecodingTest {

  private static final byte[] HASH_KEY = "0123456789abcdef".getBytes(UTF_8);
  private static final DecodeLimits LIMITS =
      new DecodeLimits(
          StorefrontGenerator.MAX_RECORD_BYTES, 64, 100, StorefrontGenerator.MAX_STRING_LENGTH);

  private final StreamContract contract = StorefrontGeneratorTest.storefront();

  @ParameterizedTest
  @ValueSource(longs = {7, 8, -1})
  void expectedIsWhatDecodingAndCountingGives(long seed) {
    StorefrontGenerator generator = new StorefrontGenerator(60_000, seed, contract);
    Recount recount = new Recount();
    generator.forEach(recount::add);
    Expected expected = generator.expected();

    assertThat(recount.rejected).isEqualTo(expected.rejected());
    assertThat((long) recount.contentById.size()).isEqualTo(expected.written());
    assertThat(recount.duplicate).isEqualTo(expected.duplicate());
    assertThat(recount.conflicting).isEqualTo(expected.conflicting());
    assertThat(recount.late).isEqualTo(expected.late());
    Set<String> ids = new HashSet<>();
    generator.forEachWrittenId(ids::add);
    assertThat(recount.contentById.keySet()).isEqualTo(ids);
  }

  @Test
  void eachBreakageIsRejectedForItsReason() {
    StorefrontGenerator generator = new StorefrontGenerator(60_000, 7, contract);
    StorefrontPlan plan =
        new StorefrontPlan(
            60_000,
            7,
            StorefrontPlan.FEW_LATE,
            contract.maxOutOfOrderness(),
            contract.maxFutureSkew(),
            contract.dedupHorizon());
    StorefrontEvents events = new StorefrontEvents(7, plan);
    RecordDecoder decoder = new RecordDecoder(contract, LIMITS, HASH_KEY);
    Set<Breakage> seen = new TreeSet<>();
    plan.forEach(
        step -> {
          Breakage breakage = step.breakage();
          if (breakage != null) {
            seen.add(breakage);
            Decoded decoded = decoder.decode(source(events.write(step), 0));
            assertThat(decoded).as(breakage.name()).isInstanceOf(Rejection.class);
            assertThat(((Rejection) decoded).reason())
                .as("%s: %s", breakage, decoded)
                .isEqualTo(breakage.reason());
          }
        });
    assertThat(seen).containsExactly(Breakage.values());
    assertThat(generator.partitions()).isEqualTo(5);
  }

  @Test
  void eventsCarryEveryColumnSomewhere() {
    StringBuilder texts = new StringBuilder();
    new StorefrontGenerator(2_000, 7, contract)
        .forEach(r -> texts.append(r.value() == null ? "" : new String(r.value(), UTF_8)));
    assertThat(texts.toString())
        .contains("\"email\"", "\"discount_rate\"", "\"options\"", "\"due_on\"", "\"fee\"")
        .contains("\"delivery_slot\"", "\"coupons\"", "\"referrer\"", "\"shop_build\"", "+02:00");
  }

  private static SourceRecord source(FeedRecord record, long offset) {
    return new SourceRecord(
        "storefront-" + record.partition(),
        Position.ofOffset(offset),
        record.recordTime(),
        record.key(),
        record.value(),
        record.headers());
  }

  private final class Recount {
    private final RecordDecoder decoder = new RecordDecoder(contract, LIMITS, HASH_KEY);
    private final Map<RejectReason, Long> rejected = new EnumMap<>(RejectReason.class);
    private final Map<String, Long> contentById = new HashMap<>();
    private final Map<Integer, Long> highest = new HashMap<>();
    private final long outOfOrderness = contract.maxOutOfOrderness().toNanos() / 1_000;
    private long offset;
    private long duplicate;
    private long conflicting;
    private long late;

    void add(FeedRecord record) {
      Decoded decoded = decoder.decode(source(record, offset++));
      if (decoded instanceof Rejection rejection) {
        rejected.merge(rejection.reason(), 1L, Long::sum);
        return;
      }
      Event event = (Event) decoded;
      Long before = highest.get(record.partition());
      boolean isLate = before != null && event.eventTime() < before - outOfOrderness;
      highest.merge(record.partition(), event.eventTime(), Math::max);
      Long first = contentById.putIfAbsent(new String(event.id(), UTF_8), event.contentHash());
      if (first == null) {
        late += isLate ? 1 : 0;
      } else {
        duplicate++;
        conflicting += first == event.contentHash() ? 0 : 1;
      }
    }
  }
}
