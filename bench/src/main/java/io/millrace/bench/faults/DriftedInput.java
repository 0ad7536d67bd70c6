package io.millrace.bench.faults;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.event.RejectReason;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * A producer that changes the form of its events without telling: members that are new, renamed,
 * gone, or of another type. Where the contract does not need what is gone, the event is written and
 * the new member kept as unknown; where it does, or cannot take what is there, the record is a dead
 * letter.
 */
final class DriftedInput {

  private static final int OF_EACH = 20;

  /** The new member of some, by which they can be found in the lake. */
  static final String ADDED = "drifted";

  private DriftedInput() {}

  static void addTo(InputBatch in) throws IOException {
    for (int i = 0; i < OF_EACH; i++) {
      in.good(in.complete().put(ADDED, "added"));
      in.good(renamed(in.complete(), "referrer", ADDED));
      ObjectNode nested = in.complete();
      nested.withObject("/device").put(ADDED, "added");
      in.good(nested);
      for (String gone : List.of("email", "items", "total", "delivery_slot")) {
        ObjectNode event = in.complete();
        event.remove(gone);
        in.good(event);
      }

      for (String required : List.of("country", "visitor_id", "device", "type")) {
        in.bad(renamed(in.complete(), required, ADDED), RejectReason.MISSING_REQUIRED);
      }
      in.bad(renamed(in.complete(), "event_id", "id"), RejectReason.MISSING_ID);
      in.bad(renamed(in.complete(), "occurred_at", "time"), RejectReason.MISSING_EVENT_TIME);

      in.bad(in.complete().put("total", "85.41"), RejectReason.WRONG_TYPE);
      in.bad(in.complete().put("user_id", "7"), RejectReason.WRONG_TYPE);
      in.bad(in.complete().put("occurred_at", in.now()), RejectReason.WRONG_TYPE);
      in.bad(in.complete().put("coupons", "AUTUMN5"), RejectReason.WRONG_TYPE);
      in.good(in.event(Instant.ofEpochMilli(in.now()).toString()));
    }
  }

  private static ObjectNode renamed(ObjectNode event, String from, String to) {
    event.set(to, Objects.requireNonNull(event.remove(from)));
    return event;
  }
}
