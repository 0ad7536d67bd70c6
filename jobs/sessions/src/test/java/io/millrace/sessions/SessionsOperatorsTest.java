package io.millrace.sessions;

import static io.millrace.sessions.Visits.money;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.millrace.contract.SessionDefinition;
import io.millrace.ledger.RollupPage;
import io.millrace.sessions.SessionsFleet.Row;
import io.millrace.testkit.FleetPlan.Backend;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Times are minutes; the gap is 30, the maximum length 120, the allowed lateness 60. */
class SessionsOperatorsTest {

  private static SessionsFleet fleet(int parallelism) throws Exception {
    return new SessionsFleet(Visits.CONTRACT, Backend.HEAP, parallelism);
  }

  private static Row row(
      long end, int revision, long events, String first, String last, long cents) {
    return new Row(
        end, revision, List.of(events, first, last, money(cents), first.equals(last) ? 1L : 2L));
  }

  @Test
  void a_row_appears_when_the_session_is_over() throws Exception {
    try (SessionsFleet fleet = fleet(2)) {
      fleet.event(20, 1, "ada", "cart", 250L);
      fleet.event(10, 2, "ada", "home", null);
      fleet.watermark(49);
      assertThat(fleet.table()).isEmpty();

      fleet.watermark(50);
      assertThat(fleet.table())
          .isEqualTo(Map.of("visits ada 10", row(20, 1, 2, "home", "cart", 250)));
      assertThat(fleet.closed()).isEmpty();

      fleet.watermark(140);
      assertThat(fleet.closed()).isEqualTo(fleet.table());
      assertThat(fleet.keyedStateEntries()).isZero();
    }
  }

  @Test
  void a_late_event_between_two_sessions_makes_them_one_and_deletes_the_other_row()
      throws Exception {
    try (SessionsFleet fleet = fleet(2)) {
      fleet.event(10, 1, "ada", "home", 100L);
      fleet.event(60, 2, "ada", "cart", 200L);
      fleet.watermark(90);
      assertThat(fleet.table()).containsOnlyKeys("visits ada 10", "visits ada 60");
      fleet.checkpoint();
      fleet.recover(3);

      fleet.event(35, 3, "ada", "cart", 300L);
      fleet.watermark(91);

      assertThat(fleet.table())
          .isEqualTo(Map.of("visits ada 10", row(60, 2, 3, "home", "cart", 600)));
      assertThat(fleet.updates())
          .extracting(SessionUpdate::kind)
          .containsExactly(SessionUpdate.Kind.UPSERT, SessionUpdate.Kind.DELETE);
    }
  }

  @Test
  void an_event_that_came_too_late_is_still_too_late_after_a_recovery() throws Exception {
    try (SessionsFleet fleet = fleet(1)) {
      fleet.event(10, 1, "ada", "home", 100L);
      fleet.watermark(150);
      Map<String, Row> before = fleet.table();
      fleet.checkpoint();
      fleet.recover(2);

      fleet.event(60, 2, "ada", "home", 5L);
      fleet.event(61, 3, "ada", "home", 7L);
      fleet.watermark(20);
      fleet.checkpoint();

      // 60 + 30 + 60 is not after 150.
      assertThat(fleet.table()).hasSize(2).containsAllEntriesOf(before);
      assertThat(fleet.table()).containsKey("visits ada 61");
      assertThat(fleet.pages()).extracting(RollupPage::tooLate).contains(1L);
      RollupPage page =
          fleet.pages().stream().filter(each -> each.tooLate() > 0).findFirst().orElseThrow();
      assertThat(page.missed().keySet())
          .containsExactly(new RollupPage.Window(3_600_000, 7_200_000));
    }
  }

  @Test
  void without_a_key_there_is_no_session() throws Exception {
    try (SessionsFleet fleet =
        new SessionsFleet(Visits.contract(Visits.VISITS, Visits.PURCHASES), Backend.HEAP, 2)) {
      fleet.event(10, 2, null, "home", 1L);
      fleet.event(10, 4, "ada", "home", null);
      fleet.event(11, 6, "ada", "home", 1L);
      fleet.endOfInput();
      fleet.checkpoint();

      assertThat(fleet.table()).containsOnlyKeys("visits ada 10", "purchases ada 11");
      assertThat(fleet.pages())
          .extracting(RollupPage::rollup, RollupPage::counted, RollupPage::filtered)
          .containsExactlyInAnyOrder(tuple("visits", 2L, 1L), tuple("purchases", 1L, 2L));
    }
  }

  @Test
  void a_drained_job_goes_on_where_it_was() throws Exception {
    try (SessionsFleet fleet = fleet(2)) {
      fleet.event(10, 1, "ada", "home", 100L);
      fleet.event(10, 3, "bob", "home", 100L);
      fleet.watermark(12);
      fleet.endOfInput();
      assertThat(fleet.table()).containsOnlyKeys("visits ada 10", "visits bob 10");
      assertThat(fleet.closed()).isEmpty();
      fleet.checkpoint();
      fleet.recover(1);

      fleet.event(20, 1, "ada", "cart", 100L);
      fleet.watermark(60);
      assertThat(fleet.table().get("visits ada 10")).isEqualTo(row(20, 2, 2, "home", "cart", 200));

      fleet.watermark(140);
      assertThat(fleet.closed()).isEqualTo(fleet.table()).hasSize(2);
      assertThat(fleet.keyedStateEntries()).isZero();
    }
  }

  @Test
  void other_rules_do_not_go_on_with_the_state() throws Exception {
    SessionDefinition changed =
        new SessionDefinition(
            "visits",
            Visits.VISITS.key(),
            Duration.ofMinutes(20),
            Visits.VISITS.maxLength(),
            Visits.VISITS.first(),
            Visits.VISITS.last(),
            Visits.VISITS.measures());
    try (SessionsFleet fleet = fleet(1)) {
      fleet.event(10, 1, "ada", "home", 100L);
      fleet.watermark(12);
      fleet.checkpoint();

      assertThatThrownBy(() -> fleet.recover(Visits.contract(changed), 1))
          .hasStackTraceContaining("gap=PT30M")
          .hasStackTraceContaining("gap=PT20M")
          .hasStackTraceContaining("another name");
    }
  }

  @ParameterizedTest
  @EnumSource
  void from_one_subtask_to_three_to_two_it_is_what_the_reference_says(Backend backend)
      throws Exception {
    Random random = new Random(11);
    SessionRules rules = SessionRules.of(Visits.VISITS, Visits.CONTRACT);
    Map<String, ReferenceSessions> reference = new TreeMap<>();
    long progress = 0;
    int number = 0;
    try (SessionsFleet fleet = new SessionsFleet(Visits.CONTRACT, backend, 1)) {
      fleet.watermark(progress);
      for (int round = 0; round < 60; round++) {
        for (int i = 0; i < 40; i++) {
          String who = "visitor-" + random.nextInt(6);
          long minute = progress + random.nextInt(150) - 110;
          long cents = ++number;
          fleet.event(minute, number, who, "p" + number, cents);
          if (!rules.tooLate(minute * Visits.MINUTE, progress * Visits.MINUTE)) {
            reference
                .computeIfAbsent(who, unseen -> new ReferenceSessions(30, 120))
                .add(List.of(new ReferenceSessions.Event(minute, number)));
          }
        }
        fleet.checkpoint();
        if (round % 7 == 3) {
          fleet.recover(List.of(3, 2, 1).get(round % 3));
        }
        expect(fleet, reference, progress);
        progress += random.nextInt(40);
        fleet.watermark(progress);
        expect(fleet, reference, progress);
      }
      fleet.watermark(progress + 1_000);
      expect(fleet, reference, progress + 1_000);
      assertThat(fleet.closed()).isEqualTo(fleet.table());
      assertThat(fleet.keyedStateEntries()).isZero();
    }
  }

  private static void expect(
      SessionsFleet fleet, Map<String, ReferenceSessions> reference, long progress) {
    Map<String, List<Object>> expected = new TreeMap<>();
    reference.forEach(
        (who, sessions) ->
            sessions
                .table(progress)
                .forEach(
                    (start, row) -> {
                      long sum = row.numbers().stream().mapToLong(n -> n).sum();
                      expected.put(
                          "visits " + who + " " + start,
                          List.of(row.end(), (long) row.numbers().size(), money(sum)));
                    }));
    Map<String, List<Object>> actual = new TreeMap<>();
    fleet
        .table()
        .forEach(
            (name, row) ->
                actual.put(
                    name, List.of(row.endMinute(), row.values().get(0), row.values().get(3))));
    assertThat(actual).isEqualTo(expected);
  }

  /** The retention is 2 gaps and the lateness: 120 minutes; this runs for more than ten of them. */
  @ParameterizedTest
  @EnumSource
  void state_is_flat_after_ten_times_the_retention(Backend backend) throws Exception {
    List<Integer> entries = new ArrayList<>();
    int number = 0;
    try (SessionsFleet fleet = new SessionsFleet(Visits.CONTRACT, backend, 2)) {
      for (long hour = 0; hour < 24; hour++) {
        for (int i = 0; i < 200; i++) {
          // Each hour's visitors are new; one never leaves.
          String who = i % 10 == 0 ? "bot" : "visitor-" + hour + "-" + i % 50;
          fleet.event(hour * 60 + i * 60 / 200, number++, who, "p" + i, 1L);
        }
        fleet.watermark(hour * 60 + 60);
        entries.add(fleet.keyedStateEntries());
      }
      assertThat(entries.get(23)).isLessThanOrEqualTo(entries.get(3));
      fleet.watermark(24 * 60 + 121);
      assertThat(fleet.keyedStateEntries()).isZero();
      assertThat(fleet.closed()).isEqualTo(fleet.table());
    }
  }
}
