package io.millrace.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ClicksTest {

  private static final int RECORDS = 20_000;

  @Test
  void events_are_as_long_as_the_benchmark_says() {
    double bytes =
        values(new Clicks(RECORDS, 2, 0)).stream().mapToInt(String::length).average().orElseThrow();

    assertThat(bytes).isBetween(311.0, 331.0);
  }

  @Test
  void events_are_as_long_as_asked_for() {
    for (int bytes : new int[] {Clicks.LEAST_BYTES, 1_000, 10_000, 100_000}) {
      double average =
          values(new Clicks(100, 2, 0, bytes, 0)).stream()
              .mapToInt(String::length)
              .average()
              .orElseThrow();

      assertThat(average).isBetween(bytes * 0.95, bytes * 1.05);
    }
  }

  @Test
  void the_first_ids_have_only_what_an_event_must_have() {
    List<String> values = values(new Clicks(1_000, 2, 0, Clicks.BYTES, 500));

    assertThat(values.subList(0, 500)).allMatch(event -> event.length() < 120);
    assertThat(values.subList(600, 1_000)).anyMatch(event -> event.length() > 300);
    assertThat(ids(values)).isEqualTo(ids(values(new Clicks(1_000, 2, 0))));
  }

  @Test
  void one_in_twenty_is_a_duplicate() {
    Set<Long> unique = new HashSet<>();
    new Clicks(RECORDS, 2, 0).numbers(unique::add);

    assertThat(unique.size()).isBetween(RECORDS * 94 / 100, RECORDS * 96 / 100);
    Set<UUID> ids = new HashSet<>();
    unique.forEach(number -> ids.add(Clicks.id(number)));
    assertThat(ids).hasSameSizeAs(unique);
  }

  @Test
  void a_short_stream_is_the_beginning_of_a_long_one() {
    assertThat(values(new Clicks(1000, 2, 0)))
        .isEqualTo(values(new Clicks(RECORDS, 2, 0)).subList(0, 1000));
  }

  @Test
  void a_hot_stream_has_most_of_its_events_in_one_country() {
    long hot =
        values(new Clicks(RECORDS, 2, 0.9)).stream()
            .filter(event -> event.contains("\"country\":\"AA\""))
            .count();

    assertThat(hot).isBetween(RECORDS * 89L / 100, RECORDS * 92L / 100);
  }

  private static List<String> ids(List<String> events) {
    return events.stream().map(event -> event.substring(0, event.indexOf(','))).toList();
  }

  private static List<String> values(Clicks clicks) {
    List<String> values = new ArrayList<>();
    clicks.forEach(record -> values.add(new String(record.value(), StandardCharsets.UTF_8)));
    return values;
  }
}
