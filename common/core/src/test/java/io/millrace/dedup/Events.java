package io.millrace.dedup;

import io.millrace.event.Event;
import io.millrace.event.Position;
import io.millrace.event.SourceRecord;
import java.nio.charset.StandardCharsets;
import java.util.List;
import net.openhft.hashing.LongHashFunction;

/** Events for tests: an id, a time and a content are all that matters here. */
final class Events {

  private Events() {}

  static Event event(String id, long eventTime, long content) {
    return event("orders-0", 0, id.getBytes(StandardCharsets.UTF_8), eventTime, content);
  }

  static Event event(String split, long offset, byte[] id, long eventTime, long content) {
    return new Event(
        new SourceRecord(split, Position.ofOffset(offset), 0, null, new byte[0], List.of()),
        id,
        LongHashFunction.xx3().hashBytes(id),
        eventTime,
        new byte[0],
        content,
        false);
  }

  static String id(Event event) {
    return new String(event.id(), StandardCharsets.UTF_8);
  }
}
