package io.millrace.rollups;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.aggregate.RowFields;
import io.millrace.contract.FieldPath;
import io.millrace.contract.RollupDefinition;
import io.millrace.contract.RollupDefinition.Condition;
import io.millrace.contract.RollupDefinition.Measure;
import io.millrace.contract.RollupDefinition.Measure.Kind;
import io.millrace.contract.RollupDefinition.Window;
import io.millrace.contract.StreamContract;
import io.millrace.ledger.RollupPage;
import io.millrace.ledger.RollupTally;
import io.millrace.rollups.Expected.GroupWindow;
import io.millrace.rollups.Orders.Order;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RollupsTest {

  private static final long MINUTE = 60_000;
  private static final List<Window.Kind> KINDS =
      List.of(Window.Kind.TUMBLING, Window.Kind.SLIDING, Window.Kind.CUMULATIVE);
  private static final long ROOMY = 64 << 20;
  private static final List<Measure> MEASURES =
      List.of(
          Orders.measure(Kind.COUNT, null),
          Orders.measure(Kind.COUNT, "country"),
          Orders.measure(Kind.SUM, "amount"),
          Orders.measure(Kind.AVG, "amount"),
          Orders.measure(Kind.SUM, "weight"),
          Orders.measure(Kind.MIN, "country"),
          Orders.measure(Kind.MAX, "amount"),
          Orders.measure(Kind.AVG, "kind"),
          Orders.measure(Kind.APPROX_DISTINCT, "country"),
          Orders.measure(Kind.QUANTILE, "amount"));

  @Property(tries = 150)
  void tablesAreWhatAPlainComputationSaysWhateverIsKilledAndRescaled(@ForAll long seed)
      throws Exception {
    Random random = new Random(seed);
    boolean days = random.nextInt(4) == 0;
    long unit = days ? Duration.ofHours(3).toMillis() : MINUTE;
    Duration lateness = Duration.ofMillis(random.nextInt(days ? 30 : 12) * unit);
    List<RollupDefinition> rollups = new ArrayList<>();
    for (int i = 0; i <= random.nextInt(3); i++) {
      rollups.add(rollup("r" + i, random, days));
    }
    StreamContract contract = Orders.contract(lateness, rollups);
    List<Expected> expected =
        rollups.stream().map(r -> new Expected(r, lateness.toMillis())).toList();

    // Begins two days before the clocks change in Berlin.
    long start = Instant.parse("2026-03-27T00:00:00Z").toEpochMilli();
    List<Order> orders = orders(random, start, unit);
    List<Long> watermarks = watermarks(random, orders, unit);
    long progress = Long.MIN_VALUE;
    for (int i = 0; i < orders.size(); i++) {
      for (Expected one : expected) {
        one.add(orders.get(i), progress);
      }
      progress = watermarks.get(i) == null ? progress : Math.max(progress, watermarks.get(i));
    }

    boolean drained = random.nextBoolean();
    // Sometimes so little memory that every event is a partial.
    long memory = random.nextInt(3) == 0 ? 1 : ROOMY;
    try (Run run = new Run(contract, memory, 1 + random.nextInt(4))) {
      if (random.nextBoolean()) {
        run.lag();
      }
      run.checkpoint();
      int checkpointed = 0;
      int kills = 0;
      for (int i = 0; i < orders.size(); i++) {
        run.process(orders.get(i).event());
        if (watermarks.get(i) != null) {
          run.watermark(watermarks.get(i));
        }
        if (random.nextInt(12) == 0) {
          run.checkpoint();
          checkpointed = i + 1;
        }
        if (random.nextInt(25) == 0 && kills < 5) {
          kills++;
          run.kill(1 + random.nextInt(4));
          run.watermark(start - 100 * unit);
          i = checkpointed - 1;
        }
      }
      if (drained) {
        run.end();
      } else {
        run.checkpoint();
      }
      for (int i = 0; i < rollups.size(); i++) {
        check(contract, rollups.get(i), expected.get(i), run, drained ? Long.MAX_VALUE : progress);
      }
    }
  }

  @Test
  void aDrainedJobGoesOnWhereItStopped() throws Exception {
    RollupDefinition rollup = minutely();
    StreamContract contract = Orders.contract(Duration.ofMinutes(5), List.of(rollup));
    Expected expected = new Expected(rollup, 5 * MINUTE);
    Order first = order(0, 10 * MINUTE);
    Order second = order(1, 10 * MINUTE + 1);
    Order third = order(2, 11 * MINUTE);
    try (Run run = new Run(contract, ROOMY, 2)) {
      run.process(first.event());
      run.watermark(10 * MINUTE);
      run.watermark(Long.MAX_VALUE);
      run.checkpoint();
      assertThat(run.results).hasSize(1);

      run.kill(3);
      run.watermark(9 * MINUTE);
      run.process(second.event());
      run.process(third.event());
      assertThat(run.results).as("the window is not over yet").hasSize(1);
      run.watermark(12 * MINUTE);
      run.checkpoint();

      List.of(first, second, third).forEach(order -> expected.add(order, Long.MIN_VALUE));
      check(contract, rollup, expected, run, 12 * MINUTE);
      assertThat(run.results).extracting(WindowResult::revision).containsExactly(1L, 2L, 1L);
    }
  }

  @Test
  void aWindowThatHadFiredIsNotFiredAgainByWhatComesAfterARecovery() throws Exception {
    RollupDefinition rollup = minutely();
    StreamContract contract = Orders.contract(Duration.ofMinutes(1), List.of(rollup));
    try (Run run = new Run(contract, ROOMY, 1)) {
      run.process(order(0, 0).event());
      run.watermark(MINUTE);
      run.watermark(3 * MINUTE);
      run.checkpoint();

      run.kill(2);
      run.process(order(1, 1).event()); // No watermark yet, and still too late.
      run.watermark(4 * MINUTE);
      run.checkpoint();

      assertThat(run.results).extracting(WindowResult::revision).containsExactly(1L);
      assertThat(run.pages).extracting(RollupPage::tooLate).containsExactly(0L, 1L);
    }
  }

  @Test
  void aWindowIsClosedWhenProgressReachesItsCutOffAndNotBefore() throws Exception {
    StreamContract contract = Orders.contract(Duration.ofMinutes(1), List.of(minutely()));
    try (Run run = new Run(contract, ROOMY, 1)) {
      run.watermark(2 * MINUTE - 1);
      run.process(order(0, 0).event());
      run.watermark(2 * MINUTE);
      run.process(order(1, 0).event());
      run.checkpoint();

      assertThat(run.results).extracting(WindowResult::revision).containsExactly(1L);
      assertThat(run.pages).extracting(RollupPage::counted).containsExactly(1L);
      assertThat(run.pages).extracting(RollupPage::tooLate).containsExactly(1L);
    }
  }

  @Test
  void stateIsFlatAfterTenTimesTheRetention() throws Exception {
    RollupDefinition sliding =
        Orders.rollup(
            "sliding",
            Orders.window(Window.Kind.SLIDING, Duration.ofMinutes(10), Duration.ofMinutes(1)),
            List.of(),
            List.of("country"),
            MEASURES);
    StreamContract contract = Orders.contract(Duration.ofMinutes(5), List.of(minutely(), sliding));
    long retention = 15; // minutes
    List<Long> sizes = new ArrayList<>();
    try (Run run = new Run(contract, ROOMY, 2)) {
      for (int minute = 0; minute < 12 * retention; minute++) {
        for (int i = 0; i < 20; i++) {
          // New groups all the time.
          run.process(
              new Order(0, minute * 20 + i, minute * MINUTE + i, minute + "-" + i, 1, null, 0.5)
                  .event());
        }
        run.watermark(minute * MINUTE);
        if (minute % retention == retention - 1) {
          run.checkpoint();
          sizes.add(run.stateSize());
        }
      }
      assertThat(sizes.get(11)).isLessThan(sizes.get(2) * 11 / 10);
      run.watermark(20 * retention * MINUTE);
      run.watermark(20 * retention * MINUTE + 1);
      assertThat(run.stateEntries()).isZero();
    }
  }

  @Test
  void memoryIsBoundedWhateverTheCardinality() {
    StreamContract contract = Orders.contract(Duration.ofMinutes(5), List.of(minutely()));
    long most = 1 << 20;
    PreAggregator aggregator = new PreAggregator(contract, tally(contract), most);
    long highest = 0;
    int partials = 0;
    for (int i = 0; i < 20_000; i++) {
      aggregator.add(
          new Order(0, i, 0, "country-" + i, 1, BigDecimal.ONE.setScale(2), 0.5).event(),
          Long.MIN_VALUE);
      highest = Math.max(highest, aggregator.memory());
      if (aggregator.full()) {
        List<Partial> flushed = new ArrayList<>();
        aggregator.flush(flushed::add);
        partials += flushed.size();
        assertThat(aggregator.memory()).isZero();
      }
    }
    assertThat(highest).isLessThan(most + (16 << 10));
    assertThat(partials).isGreaterThan(10_000);
  }

  private static RollupTally tally(StreamContract contract) {
    return new RollupTally(
        "rollups-0",
        contract.rollups().stream().map(RollupDefinition::name).toList(),
        new UnregisteredMetricsGroup());
  }

  @Test
  void doesNotGoOnWithStateOfAnotherDefinition() throws Exception {
    StreamContract contract = Orders.contract(Duration.ZERO, List.of(minutely()));
    RollupDefinition other =
        Orders.rollup(
            "minutely",
            Orders.window(Window.Kind.TUMBLING, Duration.ofMinutes(2), Duration.ofMinutes(2)),
            List.of(),
            List.of("country"),
            MEASURES);
    var before =
        io.millrace.testkit.FleetPlan.keyed(
            () -> new AggregateWindows(contract),
            Partial::key,
            org.apache.flink.api.common.typeinfo.Types.STRING,
            WindowResult.TYPE,
            8);
    var after =
        io.millrace.testkit.FleetPlan.keyed(
            () -> new AggregateWindows(Orders.contract(Duration.ZERO, List.of(other))),
            Partial::key,
            org.apache.flink.api.common.typeinfo.Types.STRING,
            WindowResult.TYPE,
            8);
    try (var fleet = before.start(1)) {
      var snapshot = fleet.checkpoint(1);
      assertThatThrownBy(() -> after.restore(snapshot, 1))
          .hasStackTraceContaining("the definition of rollup minutely has changed");
    }
  }

  private static void check(
      StreamContract contract, RollupDefinition rollup, Expected expected, Run run, long progress) {
    Rollup compiled = Rollup.of(rollup, new RowFields(contract));
    Map<GroupWindow, List<@Nullable Object>> table = new HashMap<>();
    Map<GroupWindow, WindowResult> last = new HashMap<>();
    for (WindowResult result : run.results) {
      if (!result.rollup().equals(rollup.name())) {
        continue;
      }
      GroupWindow key =
          new GroupWindow(result.window(), Arrays.asList(compiled.group().values(result.group())));
      WindowResult before = last.put(key, result);
      assertThat(result.revision()).isEqualTo(before == null ? 1 : before.revision() + 1);
      assertThat(result.old()).isEqualTo(before == null ? null : before.measures());
      assertThat(result.old()).isNotEqualTo(result.measures());
      table.put(key, Arrays.asList(compiled.results().values(result.measures())));
    }
    Map<GroupWindow, List<@Nullable Object>> due = expected.table();
    due.keySet().removeIf(key -> key.window().end() > progress);
    assertThat(table).isEqualTo(due);

    long counted = 0;
    long filtered = 0;
    long tooLate = 0;
    Map<RollupPage.Window, Long> missed = new HashMap<>();
    for (RollupPage page : run.pages) {
      if (page.rollup().equals(rollup.name())) {
        counted += page.counted();
        filtered += page.filtered();
        tooLate += page.tooLate();
        page.missed().forEach((window, more) -> missed.merge(window, more.records(), Long::sum));
      }
    }
    assertThat(List.of(counted, filtered, tooLate))
        .containsExactly(expected.counted, expected.filtered, expected.tooLate);
    assertThat(missed).isEqualTo(expected.missed);
  }

  private static RollupDefinition rollup(String name, Random random, boolean days) {
    int steps = 1 + random.nextInt(5);
    Window.Kind kind = KINDS.get(random.nextInt(days ? 2 : 3));
    Duration step = days ? Duration.ofDays(1) : Duration.ofMinutes(1 + random.nextInt(3));
    Duration size = kind == Window.Kind.TUMBLING ? step : step.multipliedBy(steps);
    Duration offset = days ? Duration.ZERO : Duration.ofSeconds(random.nextInt(60));
    return Orders.rollup(
        name,
        new Window(kind, size, step, offset, days ? "Europe/Berlin" : "UTC"),
        random.nextBoolean()
            ? List.of()
            : List.of(
                new Condition(FieldPath.of("kind"), Condition.Test.IN, List.of("0", "2", "3"))),
        List.of(List.<String>of(), List.of("country"), List.of("kind", "country"))
            .get(random.nextInt(3)),
        MEASURES);
  }

  private static List<Order> orders(Random random, long start, long unit) {
    List<Order> orders = new ArrayList<>();
    int count = random.nextInt(150);
    for (int i = 0; i < count; i++) {
      long late = random.nextInt(4) == 0 ? random.nextInt(20) * unit : 0;
      orders.add(
          new Order(
              random.nextInt(3),
              i,
              start + i * unit / 4 + random.nextInt((int) unit) - late,
              random.nextInt(5) == 0 ? null : "c\0" + random.nextInt(3),
              random.nextInt(5) == 0 ? null : random.nextInt(4),
              random.nextInt(5) == 0 ? null : BigDecimal.valueOf(random.nextInt(), 2),
              random.nextInt(5) == 0 ? null : (random.nextDouble() - 0.5) * 1e6));
    }
    return orders;
  }

  /** After some events, what the highest one says. */
  private static List<@Nullable Long> watermarks(Random random, List<Order> orders, long unit) {
    List<@Nullable Long> watermarks = new ArrayList<>();
    long highest = Long.MIN_VALUE;
    long delay = random.nextInt(3) * unit;
    for (Order order : orders) {
      highest = Math.max(highest, order.time());
      watermarks.add(random.nextInt(4) == 0 ? highest - delay - 1 : null);
    }
    return watermarks;
  }

  private static RollupDefinition minutely() {
    return Orders.rollup(
        "minutely",
        Orders.window(Window.Kind.TUMBLING, Duration.ofMinutes(1), Duration.ofMinutes(1)),
        List.of(),
        List.of("country"),
        MEASURES);
  }

  private static Order order(int offset, long time) {
    return new Order(0, offset, time, "at", 1, new BigDecimal("1.50"), 0.5);
  }
}
