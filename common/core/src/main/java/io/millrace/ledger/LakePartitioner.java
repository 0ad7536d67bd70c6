package io.millrace.ledger;

import io.millrace.event.Event;
import java.io.Serializable;

/** The lake partition that an event is filed under; the ledger counts written events by it. */
@FunctionalInterface
public interface LakePartitioner extends Serializable {

  /** For a job that files nothing in the lake: its ledger has no partitions. */
  LakePartitioner NONE = event -> "";

  /**
   * The partition's path below the stream's folder, {@code event_date=2026-11-22/event_hour=13};
   * empty where there is none to count by. A function of the event alone. Called once a written
   * event, by one thread an instance; returning the same {@code String} object for the same
   * partition spares hashing it again.
   */
  String partition(Event event);
}
