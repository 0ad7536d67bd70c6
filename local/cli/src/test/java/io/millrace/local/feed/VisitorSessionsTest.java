package io.millrace.local.feed;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class VisitorSessionsTest {

  private static final Duration GAP = Duration.ofMinutes(30);

  @Test
  void aSilenceOfExactlyTheGapEndsNothing() {
    assertThat(sessions(null, 0, 30, 60)).isEqualTo(1);
    assertThat(sessions(null, 0, 31, 61)).isEqualTo(2);
  }

  @Test
  void theOrderOfArrivalDoesNotMatter() {
    assertThat(sessions(null, 200, 20, 0, 60, 40)).isEqualTo(2);
  }

  @Test
  void aRunThatIsTooLongIsCutAtMultiplesOfTheLength() {
    Duration hour = Duration.ofHours(1);
    assertThat(sessions(hour, 40, 60, 80, 100)).as("not longer").isEqualTo(1);
    assertThat(sessions(hour, 40, 60, 80, 101)).as("in 0:00 and in 1:00").isEqualTo(2);
    assertThat(sessions(hour, 10, 40, 70, 100, 130)).isEqualTo(3);
  }

  @Test
  void visitorsWhoHaveGoneAreCountedOnce() {
    VisitorSessions sessions = new VisitorSessions(GAP, null);
    for (int visitor = 0; visitor < 100; visitor++) {
      for (int event = 0; event <= visitor % 10; event++) {
        sessions.add(visitor, TimeUnit.HOURS.toMicros(event));
      }
      sessions.forget(visitor / 2);
    }
    assertThat(sessions.total()).isEqualTo(550);
    assertThat(sessions.total()).isEqualTo(550);
  }

  private static long sessions(Duration maxLength, long... minutes) {
    VisitorSessions sessions = new VisitorSessions(GAP, maxLength);
    for (long minute : minutes) {
      sessions.add(7, TimeUnit.MINUTES.toMicros(minute));
    }
    return sessions.total();
  }
}
