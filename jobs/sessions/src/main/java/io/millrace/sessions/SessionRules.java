package io.millrace.sessions;

import io.millrace.contract.SessionDefinition;
import io.millrace.contract.StreamContract;
import io.millrace.progress.EventTimeProgress;
import java.io.Serializable;
import java.util.concurrent.TimeUnit;

/**
 * When the sessions of a definition begin, end, and are final. All in microseconds; progress may be
 * {@link EventTimeProgress#NONE}.
 *
 * <p>A chain is a run of a key's events in which no silence is longer than the gap. A chain no
 * longer than the maximum length is one session. A longer one is cut: its events in each slot are a
 * session, where slots are the multiples of the maximum length since the epoch. So what the
 * sessions are follows from the events alone, whatever order they come in.
 *
 * @param gap the longest silence inside a session
 * @param maxLength the longest a session may be, which is also the length of a slot; 0 for none
 * @param allowedLateness for how long after its end a session takes late events
 */
record SessionRules(long gap, long maxLength, long allowedLateness) implements Serializable {

  private static final long NEVER = Long.MAX_VALUE;

  static SessionRules of(SessionDefinition definition, StreamContract contract) {
    return new SessionRules(
        TimeUnit.MICROSECONDS.convert(definition.gap()),
        definition.maxLength() == null ? 0 : TimeUnit.MICROSECONDS.convert(definition.maxLength()),
        TimeUnit.MICROSECONDS.convert(contract.allowedLateness()));
  }

  /** Whether events of these times, the first not after the second, are of two chains. */
  boolean apart(long earlier, long later) {
    return plus(earlier, gap) < later;
  }

  /** Whether a chain from {@code first} to {@code last} is cut. */
  boolean tooLong(long first, long last) {
    return maxLength > 0 && plus(first, maxLength) < last;
  }

  /** The end, exclusive, of the slot that holds {@code time}: the same for all times in it. */
  long slotEnd(long time) {
    return maxLength == 0 ? NEVER : plus(time, maxLength - Math.floorMod(time, maxLength));
  }

  /** Whether an event of that time is no longer taken. */
  boolean tooLate(long time, long progress) {
    return fixedAt(time) <= progress;
  }

  /** The progress from which on no event before or at {@code time} is taken. */
  long fixedAt(long time) {
    return plus(plus(time, gap), allowedLateness);
  }

  /** The progress at which only a late event can make a chain that ends at {@code last} longer. */
  long overAt(long last) {
    return plus(last, gap);
  }

  /** The progress at which no event that is still taken reaches a chain that ends there. */
  long closedAt(long last) {
    return plus(fixedAt(last), gap);
  }

  private static long plus(long time, long duration) {
    long sum = time + duration;
    return sum < time ? NEVER : sum;
  }
}
