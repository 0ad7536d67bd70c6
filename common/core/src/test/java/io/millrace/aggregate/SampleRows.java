package io.millrace.aggregate;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import org.jspecify.annotations.Nullable;

/** Random rows of {@link Sample}'s contract, with many nulls and many equal values. */
final class SampleRows {

  private static final BigInteger WIDEST = BigInteger.TEN.pow(38).subtract(BigInteger.ONE);

  private SampleRows() {}

  static Arbitrary<List<List<@Nullable Object>>> rows() {
    return row().list().ofMaxSize(60);
  }

  static Arbitrary<List<@Nullable Object>> row() {
    List<Arbitrary<Object>> values =
        List.of(
            any(Arbitraries.integers()),
            any(Arbitraries.longs()),
            any(Arbitraries.longs().between(-999_999_999_999L, 999_999_999_999L))
                .map(unscaled -> BigDecimal.valueOf((Long) unscaled, 2)),
            any(Arbitraries.bigIntegers().between(WIDEST.negate(), WIDEST))
                .map(unscaled -> new BigDecimal((BigInteger) unscaled, 4)),
            any(doubles()),
            any(Arbitraries.strings().all().ofMaxLength(3).filter(SampleRows::isUnicode)),
            any(Arbitraries.of(true, false)),
            any(Arbitraries.integers().between(-100_000, 100_000))
                .map(day -> LocalDate.ofEpochDay((Integer) day)),
            any(Arbitraries.longs().between(0, 86_399_999_999L))
                .map(micros -> LocalTime.ofNanoOfDay((Long) micros * 1000)),
            any(Arbitraries.longs().between(-1L << 55, 1L << 55))
                .map(micros -> Instant.EPOCH.plus((Long) micros, ChronoUnit.MICROS)),
            any(Arbitraries.of("", "a", "b", "\u0000", "\uffff", "\ud83d\ude00")),
            any(Arbitraries.longs()));
    List<Arbitrary<@Nullable Object>> nullable = new ArrayList<>();
    values.forEach(value -> nullable.add(value.injectNull(0.2)));
    return Combinators.combine(nullable).as(row -> row);
  }

  static Arbitrary<Double> doubles() {
    return Arbitraries.oneOf(
        Arbitraries.longs().map(Double::longBitsToDouble).filter(number -> Double.isFinite(number)),
        Arbitraries.doubles().between(-1000, 1000),
        Arbitraries.of(0.0, -0.0, 0.1, 1e308, -1e308, Double.MIN_VALUE, -Double.MIN_NORMAL));
  }

  private static boolean isUnicode(String text) {
    return text.codePoints().noneMatch(point -> point >= 0xd800 && point < 0xe000);
  }

  private static Arbitrary<Object> any(Arbitrary<? extends Object> values) {
    return values.map(value -> value);
  }
}
