package io.millrace.bench;

/**
 * What a program reads, and what of its run counts.
 *
 * @param partitions of the topic
 * @param hotShare the share of events that are of one country
 * @param bytes about how long an event is
 * @param liveIds how many ids of small events come first, for the program to remember
 */
record Input(int partitions, double hotShare, int bytes, long liveIds, Timing timing) {

  /** What of a run counts. */
  enum Timing {
    /** All of a second run, start and end too; the first is over a stream half as long. */
    SECOND_RUN,

    /** The part of a run in which the records after half as many others are read. */
    WINDOW
  }

  static final Input EVEN = new Input(2, 0, Clicks.BYTES, 0, Timing.SECOND_RUN);
  static final Input HOT = new Input(2, 0.9, Clicks.BYTES, 0, Timing.SECOND_RUN);

  /** So many times the records that the programs warm up on. */
  private static final int WARM_UP = 2;

  /** Measured in a window. */
  static Input steady(int partitions, int bytes, long liveIds) {
    return new Input(partitions, 0, bytes, liveIds, Timing.WINDOW);
  }

  /** What the programs warm up on in a first run. */
  Clicks warmUp(long events) {
    return clicks(measured(events) / WARM_UP);
  }

  /** What they are measured with. */
  Clicks of(long events) {
    return clicks(timing == Timing.WINDOW ? to(events) + tail(events) : measured(events));
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

  private Clicks clicks(long records) {
    return new Clicks(records, partitions, hotShare, bytes, liveIds);
  }
}
