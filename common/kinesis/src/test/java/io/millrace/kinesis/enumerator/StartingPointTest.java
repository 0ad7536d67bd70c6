package io.millrace.kinesis.enumerator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.kinesis.split.ReadFrom;
import java.time.Duration;
import java.time.Instant;
import org.apache.flink.configuration.Configuration;
import org.junit.jupiter.api.Test;

class StartingPointTest {

  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
  private static final Duration ONE_DAY = Duration.ofDays(1);

  @Test
  void latestIsTheServicesPresentTime() {
    assertThat(at("LATEST", null)).isEqualTo(new ReadFrom.AtTimestamp(NOON.toEpochMilli()));
  }

  @Test
  void trimHorizonStaysWhatItIs() {
    assertThat(at("TRIM_HORIZON", null)).isEqualTo(ReadFrom.TRIM_HORIZON);
  }

  @Test
  void aTimeIsReadInItsZoneOrInSeconds() {
    ReadFrom eleven = new ReadFrom.AtTimestamp(NOON.minusSeconds(3600).toEpochMilli());

    assertThat(at("AT_TIMESTAMP", "2026-11-22T11:00:00.000Z")).isEqualTo(eleven);
    assertThat(at("AT_TIMESTAMP", "2026-11-22T12:00:00.000+01:00")).isEqualTo(eleven);
    assertThat(at("AT_TIMESTAMP", NOON.minusSeconds(3600).getEpochSecond() + ".0"))
        .isEqualTo(eleven);
  }

  @Test
  void aTimeBeforeRetentionMeansTheOldestRecord() {
    assertThat(at("AT_TIMESTAMP", "2026-11-21T11:59:59.999Z")).isEqualTo(ReadFrom.TRIM_HORIZON);
    assertThat(at("AT_TIMESTAMP", "2026-11-21T12:00:00.001Z"))
        .isEqualTo(new ReadFrom.AtTimestamp(NOON.minus(ONE_DAY).toEpochMilli() + 1));
  }

  @Test
  void theFutureIsRefusedButForTheSecondThatTheServicesClockTells() {
    assertThat(at("AT_TIMESTAMP", "2026-11-22T12:00:00.900Z"))
        .isEqualTo(new ReadFrom.AtTimestamp(NOON.toEpochMilli()));
    assertThatThrownBy(() -> at("AT_TIMESTAMP", "2026-11-22T12:00:02.000Z"))
        .hasMessageContaining("source.init.timestamp is in the future");
  }

  @Test
  void whatIsNoTimeIsRefused() {
    assertThatThrownBy(() -> at("AT_TIMESTAMP", "yesterday"))
        .hasMessageContaining("source.init.timestamp")
        .hasMessageContaining("\"yesterday\"");
    assertThatThrownBy(() -> at("AT_TIMESTAMP", null)).hasMessageContaining("is missing");
  }

  private static ReadFrom at(String position, String time) {
    Configuration config = new Configuration();
    config.setString("source.init.position", position);
    if (time != null) {
      config.setString("source.init.timestamp", time);
    }
    return StartingPoint.of(config).resolve(NOON, ONE_DAY);
  }
}
