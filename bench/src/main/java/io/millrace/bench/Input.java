package io.millrace.bench;

/**
 * What a program reads, and what of its run counts.
 *
 * @param partitions of the topic
 * @param hotShare the share of events that are of one country
 * @param bytes about how long an event is
 * @param liveIds how many ids of small events come first, for the program to remember
 */
record Input(int partitions, double hotShare, int bytes, long liveIds) {

  static final Input EVEN = new Input(2, 0, Clicks.BYTES, 0);
  static final Input HOT = new Input(2, 0.9, Clicks.BYTES, 0);

  /** So many times the records that a program has warmed up on are measured. */
  private static final int WARM_UP = 2;

  /** The whole stream, if so many events are measured. */
  Clicks of(long events) {
    return new Clicks(to(events) + tail(events), partitions, hotShare, bytes, liveIds);
  }

  /** The record at which the window begins. */
  long from(long events) {
    return liveIds * Clicks.EVENTS_A_DUPLICATE / (Clicks.EVENTS_A_DUPLICATE - 1)
        + measured(events) / WARM_UP;
  }

  /** The record at which it ends. */
  long to(long events) {
    return from(events) + measured(events);
  }

  /** So many that they have the bytes of {@code events} of usual length, but no more. */
  private long measured(long events) {
    return Math.min(events, events * Clicks.BYTES / bytes);
  }

  /** At the stream's end the client is ahead of the job and may be gone before it is asked. */
  private long tail(long events) {
    return measured(events) / 10;
  }
}
