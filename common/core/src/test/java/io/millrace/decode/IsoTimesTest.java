package io.millrace.decode;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Held against java.time. */
class IsoTimesTest {

  private final IsoTimes iso = new IsoTimes();

  @Test
  void everyDayOfTheCalendar() {
    for (LocalDate day = LocalDate.of(1, 1, 1); day.getYear() < 10_000; day = day.plusDays(1)) {
      byte[] text = ascii(day.toString());
      if (iso.date(text, 0, text.length) != day.toEpochDay()) {
        assertThat(iso.date(text, 0, text.length)).as("%s", day).isEqualTo(day.toEpochDay());
      }
    }
  }

  @Property(tries = 5000)
  void anyInstantAtAnyOffset(@ForAll long seed) {
    Random random = new Random(seed);
    long second = Math.floorMod(random.nextLong(), 250_000_000_000L) - 60_000_000_000L;
    int offset = (random.nextInt(36 * 60 + 1) - 18 * 60) * 60;
    OffsetDateTime time =
        OffsetDateTime.of(1970, 1, 1, 0, 0, 0, 0, ZoneOffset.ofTotalSeconds(offset))
            .plusSeconds(second)
            .plusNanos(random.nextInt(1_000_000_000));

    assertThat(utc(time.toString()))
        .isEqualTo(time.toEpochSecond() * 1_000_000 + time.get(ChronoField.MICRO_OF_SECOND));
    assertThat(utc(time.truncatedTo(ChronoUnit.MINUTES).toString()))
        .isEqualTo(time.truncatedTo(ChronoUnit.MINUTES).toEpochSecond() * 1_000_000);
  }

  @ParameterizedTest
  @CsvSource({
    "1970-01-01T00:00:00Z, 0",
    "1970-01-01t00:00:00z, 0",
    "1970-01-01 00:00:01, 1000000",
    "'1970-01-01T00:00:00,5Z', 500000",
    "1970-01-01T00:00:00.1234567891234Z, 123456",
    "1970-01-01T02:00+02, 0",
    "1970-01-01T02:30:00+0230, 0",
    "1969-12-31T18:00:00-06:00, 0",
    "1970-01-01T00:00:00-00:00, 0",
  })
  void forms(String text, long micros) {
    assertThat(utc(text)).isEqualTo(micros);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "2026",
        "2026-11-22",
        "2026-11-22T",
        "2026-11-22T13",
        "2026-11-22T1:00:00Z",
        "2026-11-22T13:00:00.Z",
        "2026-11-22T13:00:00Z ",
        " 2026-11-22T13:00:00Z",
        "2026-11-22T24:00:00Z",
        "2026-11-22T23:59:60Z",
        "2026-11-22T23:60:00Z",
        "2026-13-01T00:00:00Z",
        "2026-00-01T00:00:00Z",
        "2026-04-31T00:00:00Z",
        "2026-02-29T00:00:00Z",
        "1900-02-29T00:00:00Z",
        "0000-01-01T00:00:00Z",
        "+2026-11-22T13:00:00Z",
        "-001-11-22T13:00:00Z",
        "2026-11-22T13:00:00+",
        "2026-11-22T13:00:00+1",
        "2026-11-22T13:00:00+19:00",
        "2026-11-22T13:00:00+18:01",
        "2026-11-22T13:00:00+01:60",
        "2026-11-22T13:00:00+01:0",
        "2026-11-22T13:00:00+01:",
        "2026-11-22T13:00:00Z[UTC]",
        "2026-11-22T13:00:00ZZ",
        "2026-11-22T13:00:",
        "2026-W47-7",
        "20261122T130000Z",
        "2026-11-22T13:00:0xZ",
        "2026/11/22T13:00:00Z",
        "2026-11-22_13:00:00Z"
      })
  void notTimestamps(String text) {
    assertThat(utc(text)).isEqualTo(IsoTimes.INVALID);
  }

  @Test
  void timesOfDay() {
    assertThat(timeOfDay("23:59:59.999999")).isEqualTo(86_399_999_999L);
    assertThat(timeOfDay("13:00")).isEqualTo(13 * 3_600_000_000L);
    assertThat(timeOfDay("13:00:00Z")).isEqualTo(IsoTimes.INVALID);
    assertThat(timeOfDay("24:00")).isEqualTo(IsoTimes.INVALID);
  }

  private long timeOfDay(String text) {
    byte[] bytes = ascii(text);
    return iso.timeOfDay(bytes, 0, bytes.length);
  }

  /** Read from the middle of a longer array, as in a record. */
  private long utc(String text) {
    byte[] bytes = ascii("12" + text + "34");
    long local = iso.dateTime(bytes, 2, bytes.length - 4);
    if (local == IsoTimes.INVALID) {
      return local;
    }
    int offset = iso.offsetSeconds();
    return offset == IsoTimes.NO_OFFSET ? local : local - offset * 1_000_000L;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
