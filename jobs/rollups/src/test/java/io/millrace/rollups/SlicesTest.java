package io.millrace.rollups;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class SlicesTest {

  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
  private static final long DAY = Duration.ofDays(1).toMillis();

  @Test
  void daysAreTheClocksDays() {
    Slices days = new Slices(DAY, 0, BERLIN);

    long forward = days.index(millis("2026-03-29T12:00:00Z"));
    assertThat(Instant.ofEpochMilli(days.bound(forward))).isEqualTo("2026-03-28T23:00:00Z");
    assertThat(days.bound(forward + 1) - days.bound(forward)).isEqualTo(hours(23));
    long back = days.index(millis("2026-10-25T12:00:00Z"));
    assertThat(days.bound(back + 1) - days.bound(back)).isEqualTo(hours(25));
  }

  @Test
  void anHourThatTheClockSkipsIsEmptyAndOneThatItShowsTwiceIsLong() {
    Slices hours = new Slices(hours(1), 0, BERLIN);

    long before = hours.index(millis("2026-03-29T00:59:59.999Z"));
    long after = hours.index(millis("2026-03-29T01:00:00Z"));
    assertThat(after).isEqualTo(before + 2);
    assertThat(hours.bound(before + 1)).isEqualTo(hours.bound(before + 2));

    long twice = hours.index(millis("2026-10-25T00:00:00Z"));
    assertThat(hours.index(millis("2026-10-25T01:59:59.999Z"))).isEqualTo(twice);
    assertThat(hours.index(millis("2026-10-25T02:00:00Z"))).isEqualTo(twice + 1);
  }

  @Property(tries = 500)
  void everyTimeIsInItsSlice(
      @ForAll @LongRange(min = -4_000_000_000_000L, max = 4_000_000_000_000L) long time,
      @ForAll @IntRange(min = 1, max = 5000) int length,
      @ForAll @IntRange(max = 100) int offset) {
    Slices slices = new Slices(length * 977L, offset, ZoneId.of("UTC"));
    long slice = slices.index(time);
    assertThat(time).isBetween(slices.bound(slice), slices.bound(slice + 1) - 1);

    for (String zone : new String[] {"Europe/Berlin", "Pacific/Apia", "Asia/Kathmandu"}) {
      Slices days = new Slices(DAY, 0, ZoneId.of(zone));
      LocalDate date = Instant.ofEpochMilli(time).atZone(ZoneId.of(zone)).toLocalDate();
      long day = days.index(time);
      assertThat(time).isBetween(days.bound(day), days.bound(day + 1) - 1);
      assertThat(days.bound(day))
          .isEqualTo(date.atStartOfDay(ZoneId.of(zone)).toInstant().toEpochMilli());
    }
  }

  private static long millis(String time) {
    return Instant.parse(time).toEpochMilli();
  }

  private static long hours(int hours) {
    return Duration.ofHours(hours).toMillis();
  }
}
