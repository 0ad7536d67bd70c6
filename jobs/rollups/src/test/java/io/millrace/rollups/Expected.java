package io.millrace.rollups;

import io.millrace.contract.RollupDefinition;
import io.millrace.contract.RollupDefinition.Measure;
import io.millrace.contract.RollupDefinition.Window;
import io.millrace.ledger.RollupPage;
import io.millrace.rollups.Orders.Order;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a rollup comes to, computed plainly: every window keeps its events. */
final class Expected {

  record GroupWindow(RollupPage.Window window, List<@Nullable Object> group) {}

  final Map<GroupWindow, List<Order>> windows = new HashMap<>();
  final Map<RollupPage.Window, Long> missed = new HashMap<>();
  long counted;
  long filtered;
  long tooLate;

  private final RollupDefinition rollup;
  private final long lateness;

  Expected(RollupDefinition rollup, long lateness) {
    this.rollup = rollup;
    this.lateness = lateness;
  }

  void add(Order order, long progress) {
    if (!rollup.where().isEmpty()
        && (order.kind() == null
            || !rollup.where().get(0).values().contains(order.kind().toString()))) {
      filtered++;
      return;
    }
    boolean missedOne = false;
    List<@Nullable Object> group = new ArrayList<>();
    rollup.groupBy().forEach(path -> group.add(value(order, path.toString())));
    for (RollupPage.Window window : windowsOf(order.time())) {
      if (progress >= window.end() + lateness) {
        missed.merge(window, 1L, Long::sum);
        missedOne = true;
      } else {
        windows.computeIfAbsent(new GroupWindow(window, group), k -> new ArrayList<>()).add(order);
      }
    }
    if (missedOne) {
      tooLate++;
    } else {
      counted++;
    }
  }

  Map<GroupWindow, List<@Nullable Object>> table() {
    Map<GroupWindow, List<@Nullable Object>> table = new HashMap<>();
    windows.forEach(
        (key, orders) -> {
          List<@Nullable Object> measures = new ArrayList<>();
          rollup.measures().forEach(measure -> measures.add(measure(measure, orders)));
          table.put(key, measures);
        });
    return table;
  }

  private List<RollupPage.Window> windowsOf(long time) {
    Window window = rollup.window();
    List<RollupPage.Window> all = new ArrayList<>();
    if (!window.timeZone().equals("UTC")) {
      ZoneId zone = ZoneId.of(window.timeZone());
      LocalDate day = Instant.ofEpochMilli(time).atZone(zone).toLocalDate();
      long days = window.size().toDays();
      for (long back = 0; back < days; back++) {
        LocalDate first = day.minusDays(back);
        all.add(new RollupPage.Window(midnight(first, zone), midnight(first.plusDays(days), zone)));
      }
      return all;
    }
    long size = window.size().toMillis();
    long step = window.step().toMillis();
    long offset = window.offset().toMillis();
    if (window.kind() == Window.Kind.CUMULATIVE) {
      long start = Math.floorDiv(time - offset, size) * size + offset;
      for (long end = start + step; end <= start + size; end += step) {
        if (time < end) {
          all.add(new RollupPage.Window(start, end));
        }
      }
      return all;
    }
    long start = Math.floorDiv(time - offset, step) * step + offset;
    for (; start + size > time; start -= step) {
      all.add(new RollupPage.Window(start, start + size));
    }
    return all;
  }

  private static long midnight(LocalDate day, ZoneId zone) {
    return day.atStartOfDay(zone).toInstant().toEpochMilli();
  }

  private static @Nullable Object value(Order order, String property) {
    return switch (property) {
      case "country" -> order.country();
      case "kind" -> order.kind();
      case "amount" -> order.amount();
      case "weight" -> order.weight();
      default -> throw new IllegalArgumentException(property);
    };
  }

  @SuppressWarnings({"unchecked", "rawtypes"})
  private static @Nullable Object measure(Measure measure, List<Order> orders) {
    if (measure.property() == null) {
      return (long) orders.size();
    }
    List<Object> values =
        new ArrayList<>(
            orders.stream()
                .map(order -> value(order, measure.property().toString()))
                .filter(Objects::nonNull)
                .toList());
    if (measure.kind() == Measure.Kind.COUNT) {
      return (long) values.size();
    } else if (measure.kind() == Measure.Kind.APPROX_DISTINCT) {
      return (long) new HashSet<>(values).size();
    } else if (values.isEmpty()) {
      return null;
    }
    BigDecimal sum = BigDecimal.ZERO;
    for (Object value : values) {
      if (value instanceof Number) {
        sum =
            sum.add(
                value instanceof Double d ? new BigDecimal(d) : new BigDecimal(value.toString()));
      }
    }
    boolean floating = values.get(0) instanceof Double;
    return switch (measure.kind()) {
      case MIN -> Collections.min((List) values);
      case MAX -> Collections.max((List) values);
      case SUM -> floating ? (Object) sum.doubleValue() : sum;
      case AVG ->
          sum.divide(
              BigDecimal.valueOf(values.size()),
              (values.get(0) instanceof BigDecimal d ? d.scale() : 0) + 6,
              RoundingMode.HALF_UP);
      case QUANTILE -> {
        List<Double> sorted =
            values.stream().map(v -> ((Number) v).doubleValue()).sorted().toList();
        yield sorted.get(Math.max(0, (int) Math.ceil(measure.q() * sorted.size()) - 1));
      }
      default -> throw new IllegalArgumentException(measure.kind().toString());
    };
  }
}
