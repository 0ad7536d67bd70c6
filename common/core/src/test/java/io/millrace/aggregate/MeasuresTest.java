package io.millrace.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.contract.FieldPath;
import io.millrace.contract.RollupDefinition.Measure;
import io.millrace.contract.RollupDefinition.Measure.Kind;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MeasuresTest {

  private static final List<String> NUMBERS = List.of("small", "big", "money", "wide", "ratio");
  private static final List<String> NOT_ORDERED = List.of("flag");
  private static final List<Measure> ALL = all();

  private final RowFields fields = new RowFields(Sample.CONTRACT);
  private final Measures measures = Measures.of(fields, ALL);

  @Provide
  Arbitrary<List<List<@Nullable Object>>> rows() {
    return SampleRows.rows();
  }

  @Property(tries = 300)
  void resultsAreThoseOfAPlainComputation(
      @ForAll("rows") List<List<@Nullable Object>> rows, @ForAll long seed) {
    List<Integer> order = order(rows.size(), seed);
    Accumulators all = measures.create();
    order.forEach(i -> add(measures, all, rows.get(i)));

    Object[] results = measures.results(all);

    for (int i = 0; i < ALL.size(); i++) {
      assertThat(results[i]).as(ALL.get(i).name()).isEqualTo(expected(ALL.get(i), rows));
      ResultColumn column = measures.columns().get(i);
      if (results[i] != null) {
        assertThat(results[i]).as(column.name()).isInstanceOf(column.type().javaType());
      } else {
        assertThat(column.nullable()).as(column.name()).isTrue();
      }
    }
  }

  @Property(tries = 300)
  void partsMergeToTheSameBytesInAnyOrder(
      @ForAll("rows") List<List<@Nullable Object>> rows, @ForAll long seed) {
    // A sketch's bytes say in which order values came.
    boolean withSketches = (seed & 1) == 0;
    Measures measures =
        withSketches
            ? this.measures
            : Measures.of(
                fields,
                ALL.stream()
                    .filter(m -> m.kind() != Kind.QUANTILE && m.kind() != Kind.APPROX_DISTINCT)
                    .toList());
    Random random = new Random(seed);
    Accumulators whole = measures.create();
    rows.forEach(row -> add(measures, whole, row));

    List<Accumulators> parts = new ArrayList<>();
    for (int i = 0; i <= random.nextInt(8); i++) {
      parts.add(measures.create());
    }
    rows.forEach(row -> add(measures, parts.get(random.nextInt(parts.size())), row));
    while (parts.size() > 1) {
      Collections.shuffle(parts, random);
      Accumulators part = parts.remove(0);
      Accumulators other = random.nextBoolean() ? part : measures.read(measures.bytes(part));
      if (random.nextBoolean()) {
        parts.set(0, measures.read(measures.bytes(parts.get(0))));
      }
      measures.merge(parts.get(0), other);
    }

    assertThat(measures.results(parts.get(0))).isEqualTo(measures.results(whole));
    if (!withSketches) {
      assertThat(measures.bytes(parts.get(0))).isEqualTo(measures.bytes(whole));
    }
  }

  @Test
  void ofNothingCountsAreZeroAndTheRestIsNull() {
    Object[] results = measures.results(measures.read(measures.bytes(measures.create())));

    for (int i = 0; i < results.length; i++) {
      assertThat(results[i])
          .isEqualTo(measures.columns().get(i).nullable() ? null : Long.valueOf(0));
    }
  }

  @Test
  void sketchesOfManyValuesKeepTheirBounds() {
    Measures sketches =
        Measures.of(
            fields,
            List.of(
                new Measure("d", Kind.APPROX_DISTINCT, FieldPath.of("name"), 0),
                new Measure("p95", Kind.QUANTILE, FieldPath.of("big"), 0.95)));
    int values = 50_000;
    Random random = new Random(7);
    List<Accumulators> parts = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      parts.add(sketches.create());
    }
    for (int i = 0; i < values; i++) {
      List<Object> row = new ArrayList<>(Sample.nothing());
      row.set(1, (long) i);
      row.set(5, "visitor-" + i);
      fields.open(Sample.row(row));
      sketches.add(parts.get(random.nextInt(parts.size())));
    }

    byte[] distinct = null;
    for (int round = 0; round < 3; round++) {
      Collections.shuffle(parts, random);
      Accumulators whole = sketches.create();
      parts.forEach(part -> sketches.merge(whole, sketches.read(sketches.bytes(part))));
      Object[] results = sketches.results(whole);
      // Three standard errors of 1.04 / sqrt(4096); a rank within 1.4 % (99 %), twice that here.
      assertThat((Long) results[0]).isBetween((long) (values * 0.951), (long) (values * 1.049));
      assertThat((Double) results[1]).isBetween(values * 0.922, values * 0.978);
      byte[] estimate = results[0].toString().getBytes(StandardCharsets.UTF_8);
      assertThat(distinct == null ? estimate : distinct).isEqualTo(estimate);
      distinct = estimate;
      assertThat(whole.memory()).isLessThan(16_000);
    }
  }

  @Test
  void doesNotReadWhatANewerVersionWrote() {
    byte[] bytes = measures.bytes(measures.create());
    bytes[0] = 2;

    assertThatThrownBy(() -> measures.read(bytes))
        .hasMessage("an accumulator of version 2; this build reads version 1");
  }

  private void add(Measures measures, Accumulators accumulators, List<@Nullable Object> row) {
    fields.open(Sample.row(row));
    measures.add(accumulators);
  }

  private static @Nullable Object expected(Measure measure, List<List<@Nullable Object>> rows) {
    if (measure.property() == null) {
      return (long) rows.size();
    }
    int column = Sample.PATHS.indexOf(measure.property().toString());
    List<Object> values = new ArrayList<>();
    rows.stream()
        .map(row -> row.get(column))
        .filter(Objects::nonNull)
        .map(value -> value instanceof Double number ? (Object) (number + 0.0) : value)
        .forEach(values::add);
    return switch (measure.kind()) {
      case COUNT -> (long) values.size();
      case APPROX_DISTINCT -> (long) new HashSet<>(values).size(); // Exact for so few.
      case MIN -> values.isEmpty() ? null : Collections.min(values, order());
      case MAX -> values.isEmpty() ? null : Collections.max(values, order());
      case SUM -> values.isEmpty() ? null : sumOf(values);
      case AVG -> values.isEmpty() ? null : meanOf(values);
      case QUANTILE -> {
        List<Double> sorted =
            values.stream().map(value -> decimal(value).doubleValue()).sorted().toList();
        yield values.isEmpty()
            ? null
            : sorted.get(Math.max(0, (int) Math.ceil(measure.q() * sorted.size()) - 1));
      }
    };
  }

  private static Object sumOf(List<Object> values) {
    return values.get(0) instanceof Double ? (Object) sum(values).doubleValue() : sum(values);
  }

  private static Object meanOf(List<Object> values) {
    BigDecimal count = BigDecimal.valueOf(values.size());
    if (values.get(0) instanceof Double) {
      // So many digits that rounding twice shows only by a wonder.
      return sum(values).divide(count, new MathContext(2500)).doubleValue();
    }
    int scale = values.get(0) instanceof BigDecimal number ? number.scale() : 0;
    return sum(values).divide(count, scale + 6, RoundingMode.HALF_UP);
  }

  private static BigDecimal sum(List<Object> values) {
    return values.stream().map(MeasuresTest::decimal).reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  private static BigDecimal decimal(Object value) {
    return value instanceof Double number
        ? new BigDecimal(number)
        : new BigDecimal(value.toString());
  }

  @SuppressWarnings("unchecked")
  private static Comparator<Object> order() {
    return (a, b) ->
        a instanceof String text
            ? Arrays.compareUnsigned(
                text.getBytes(StandardCharsets.UTF_8),
                ((String) b).getBytes(StandardCharsets.UTF_8))
            : ((Comparable<Object>) a).compareTo(b);
  }

  private static List<Integer> order(int size, long seed) {
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      order.add(i);
    }
    Collections.shuffle(order, new Random(seed));
    return order;
  }

  private static List<Measure> all() {
    List<Measure> all = new ArrayList<>();
    all.add(Sample.measure(Kind.COUNT, null));
    for (String path : Sample.PATHS) {
      all.add(Sample.measure(Kind.COUNT, path));
      all.add(Sample.measure(Kind.APPROX_DISTINCT, path));
      if (!NOT_ORDERED.contains(path)) {
        all.add(Sample.measure(Kind.MIN, path));
        all.add(Sample.measure(Kind.MAX, path));
      }
      if (NUMBERS.contains(path)) {
        all.add(Sample.measure(Kind.SUM, path));
        all.add(Sample.measure(Kind.AVG, path));
        all.add(Sample.measure(Kind.QUANTILE, path));
      }
    }
    return all;
  }
}
