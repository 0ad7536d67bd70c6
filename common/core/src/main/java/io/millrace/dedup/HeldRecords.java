package io.millrace.dedup;

import io.millrace.event.Event;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Records that wait for a few others, to be decided on together; see {@link Deduplicator#fetch}. No
 * more than {@value #MOST}, and only the last goes over {@value #MOST_BYTES} bytes.
 */
final class HeldRecords {

  private static final int MOST = 16;
  private static final int MOST_BYTES = 1 << 20;

  private final List<StreamRecord<Event>> records = new ArrayList<>(MOST);
  private long bytes;

  /** Takes in a record; Flink may use the same object for the next one. */
  void add(StreamRecord<Event> record) {
    Event event = record.getValue();
    records.add(record.copy(event));
    byte[] value = event.source().value();
    bytes += event.id().length + event.row().length + (value == null ? 0 : value.length);
  }

  boolean full() {
    return records.size() == MOST || bytes >= MOST_BYTES;
  }

  /** In the order in which they came. */
  List<StreamRecord<Event>> all() {
    return records;
  }

  void clear() {
    records.clear();
    bytes = 0;
  }
}
