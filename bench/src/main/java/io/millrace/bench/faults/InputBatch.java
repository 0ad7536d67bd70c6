package io.millrace.bench.faults;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.bench.storefront.Additions;
import io.millrace.event.RejectReason;
import io.millrace.local.feed.FeedRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Records that a fault sends, and what must become of each. Events are marked as {@code
 * MarkedStorefront} marks its own: many come too late for windows.
 */
final class InputBatch {

  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * One record.
   *
   * @param id of an event that must be written; null for one that must be rejected
   * @param reason why it must be rejected; null for one that must be written
   */
  @SuppressWarnings("ArrayRecordComponent") // Handed to the producer, never compared.
  private record Odd(@Nullable String id, byte[] value, @Nullable RejectReason reason) {}

  private final List<Odd> records = new ArrayList<>();
  private final Scene scene;
  private final long now;

  InputBatch(Scene scene) {
    this.scene = scene;
    this.now = scene.feeding().now();
  }

  /** The stream's time when the batch was begun, in milliseconds since the epoch. */
  long now() {
    return now;
  }

  /**
   * Sends all, and waits until each job has committed what it makes of them.
   *
   * @param partition says for each where it goes
   */
  void send(IntSupplier partition) throws Exception {
    scene.awaitRead(handOver(partition));
  }

  /** Sends all, and returns the last position in each split. */
  Map<String, Long> handOver(IntSupplier partition) throws Exception {
    List<FeedRecord> sent = new ArrayList<>();
    for (Odd odd : records) {
      sent.add(new FeedRecord(partition.getAsInt(), now, null, odd.value(), List.of()));
    }
    List<Long> positions = scene.records().send(sent);
    Additions additions = scene.additions();
    Map<String, Long> last = new HashMap<>();
    for (int i = 0; i < sent.size(); i++) {
      String split = scene.records().split(sent.get(i).partition());
      last.merge(split, positions.get(i), Math::max);
      String id = records.get(i).id();
      RejectReason reason = records.get(i).reason();
      if (id != null) {
        additions.mustBeWritten(id);
      }
      if (reason != null) {
        additions.mustBeRejected(split, positions.get(i), reason.code());
      }
    }
    return last;
  }

  /** How many of the records must be rejected. */
  long rejected() {
    return records.stream().filter(odd -> odd.reason() != null).count();
  }

  /** How many of the records must be written. */
  long written() {
    return records.size() - rejected();
  }

  /** With the members that every event has, and of that time. */
  ObjectNode event(String time) {
    ObjectNode event = JSON.createObjectNode();
    event
        .put("event_id", scene.additions().nextId())
        .put("type", "order_changed")
        .put("occurred_at", time);
    event.put("visitor_id", "z-odd-" + now / 60_000).put("country", "ZZ");
    event.putObject("device").put("kind", "phone");
    return event;
  }

  /** With each member that there is. */
  ObjectNode complete() {
    ObjectNode event = event(Instant.ofEpochMilli(now).toString());
    ObjectNode device = (ObjectNode) event.path("device");
    device.put("os", "Android 16").put("appVersion", "5.2.1");
    device.putObject("screen").put("width", 412).put("height", 915);
    event.put("user_id", 7).put("email", "ada@example.com");
    event.put("page_url", "https://shop.example.com/").put("referrer", "https://example.com/");
    event.put("order_id", "O-000123").put("currency", "EUR");
    event.put("total", 85.41).put("discount_rate", 0.05);
    ObjectNode item = event.putArray("items").addObject();
    item.put("sku", "SH-20417").put("quantity", 1).put("unit_price", 89.9);
    item.putArray("options").add("size 42");
    ObjectNode payment = event.putObject("payment");
    payment.put("method", "card").put("approved", true).put("fee", 0.5).put("due_on", "2026-12-24");
    event.putArray("coupons").add("AUTUMN5");
    event.put("delivery_slot", "18:00");
    return event;
  }

  void good(ObjectNode event) throws JsonProcessingException {
    records.add(new Odd(event.path("event_id").asText(), JSON.writeValueAsBytes(event), null));
  }

  void bad(ObjectNode event, RejectReason reason) throws JsonProcessingException {
    bad(JSON.writeValueAsBytes(event), reason);
  }

  void bad(String text, RejectReason reason) {
    bad(text.getBytes(UTF_8), reason);
  }

  void bad(byte[] value, RejectReason reason) {
    records.add(new Odd(null, value, reason));
  }
}
