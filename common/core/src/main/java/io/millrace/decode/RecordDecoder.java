package io.millrace.decode;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonToken;
import io.millrace.contract.StreamContract;
import io.millrace.event.Decoded;
import io.millrace.event.Event;
import io.millrace.event.RejectReason;
import io.millrace.event.Rejection;
import io.millrace.event.SourceRecord;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Turns a record's bytes into an event of its contract, or says why it is none. One per thread; it
 * reuses everything but the event's own arrays.
 *
 * <p>First the record as a whole is checked: {@code null_record}, {@code record_too_large}, {@code
 * empty_record}, {@code bad_utf8}. Then the first fault in the document's order decides; what an
 * object lacks is noticed at its end, a future event time at the record's.
 *
 * <ul>
 *   <li>JSON is RFC 8259 and nothing beyond it (no byte-order mark, comments, NaN, leading zeros,
 *       raw control characters, content after the object). A member that comes twice is a fault in
 *       any object, also in parts that are kept as JSON or not kept. An escape for half of a
 *       surrogate pair is {@code bad_utf8}.
 *   <li>{@code null} is absent. An integer is a number with an integral value ({@code 1.0}, {@code
 *       1e2}); decimals and doubles are numbers, never strings; times: see {@link TimeReader}.
 *   <li>The event id is the primary key's canonical text: a string as it is, integers and decimals
 *       in plain digits (a decimal with all digits of its scale), dates and times in ISO-8601
 *       (timestamps in UTC), JSON compact, a restricted value as its hash; of several, joined by
 *       {@code |} with {@code \} before each {@code |} and {@code \} inside.
 *   <li>A restricted value is stored as the HMAC-SHA-256, in lower-case hex, of its canonical text
 *       in UTF-8; of an object with properties or an array, of its row form. Unknown members inside
 *       one are not kept.
 *   <li>Unknown members are kept, under {@code onUnknownField: keep}, as described in {@link
 *       UnknownMembers}.
 * </ul>
 */
public final class RecordDecoder {

  private static final String WHOLE_RECORD = "$";

  private final DecodeLimits limits;
  private final Decoding decoding;
  private final GroupNode root;
  private final boolean guarded;
  private final long maxFutureSkew;
  private final String eventTimePath;

  /**
   * A decoder.
   *
   * @param hashKey the key of restricted fields' hashes; may be null if the contract has none
   * @throws IllegalArgumentException if the contract has restricted fields and there is no key, or
   *     if it is not a valid contract
   */
  public RecordDecoder(StreamContract contract, DecodeLimits limits, byte @Nullable [] hashKey) {
    this.limits = limits;
    guarded = contract.restricted();
    if (guarded && (hashKey == null || hashKey.length == 0)) {
      throw new IllegalArgumentException(
          "the contract of stream "
              + contract.name()
              + " has restricted fields, which are stored as keyed hashes: set secrets.hash-key");
    }
    decoding = new Decoding(limits, contract.primaryKey().size());
    KeyedHash hash = guarded && hashKey != null ? new KeyedHash(hashKey) : null;
    root = NodeTree.of(contract, decoding, hash);
    maxFutureSkew = micros(contract.maxFutureSkew());
    eventTimePath = NodeTree.jsonPath(contract, contract.eventTime());
  }

  /** The record's event, or its rejection; never throws, whatever the record holds. */
  public Decoded decode(SourceRecord record) {
    byte[] value = record.value();
    if (value == null) {
      return whole(record, RejectReason.NULL_RECORD, "the record has no value");
    }
    if (value.length > limits.maxRecordBytes()) {
      return whole(
          record,
          RejectReason.RECORD_TOO_LARGE,
          "the record has " + value.length + " bytes; allowed: " + limits.maxRecordBytes());
    }
    decoding.open(value);
    if (decoding.parser.onlySpaceLeft()) {
      return whole(record, RejectReason.EMPTY_RECORD, "the record is empty");
    }
    int invalid = Utf8.firstInvalid(value);
    if (invalid >= 0) {
      return whole(record, RejectReason.BAD_UTF8, "not UTF-8 at byte " + invalid);
    }
    try {
      return decodeDocument(record);
    } catch (Fault fault) {
      return new Rejection(record, fault.reason(), path() + fault.below(), fault.text());
    } catch (RecordParser.TooDeepException tooDeep) {
      return new Rejection(
          record, RejectReason.TOO_DEEP, path(), "nested deeper than " + limits.maxDepth());
    } catch (JacksonException notJson) {
      return new Rejection(
          record, RejectReason.BROKEN_JSON, path(), "not JSON at byte " + decoding.parser.at());
    } catch (IOException | RuntimeException | StackOverflowError bug) {
      return whole(record, RejectReason.BROKEN_JSON, "the decoder failed: " + where(bug));
    }
  }

  private Decoded decodeDocument(SourceRecord record) throws IOException {
    RecordParser parser = decoding.parser;
    JsonToken first = parser.nextToken();
    if (first != JsonToken.START_OBJECT) {
      decoding.copier.copy(parser, first, decoding.discarded.clear());
      requireEnd(parser);
      throw new Fault(RejectReason.NOT_AN_OBJECT, "the record is JSON, but not an object");
    }
    root.decode(first);
    requireEnd(parser);
    long eventTime = decoding.eventTime;
    if (isFuture(eventTime, record.recordTime())) {
      return new Rejection(
          record,
          RejectReason.FUTURE_EVENT_TIME,
          eventTimePath,
          "the event time is further ahead of the record's own than maxFutureSkew");
    }
    return Event.of(record, decoding.key.toByteArray(), eventTime, decoding.out.toByteArray());
  }

  private static void requireEnd(RecordParser parser) throws Fault {
    if (!parser.onlySpaceLeft()) {
      throw new Fault(RejectReason.BROKEN_JSON, "more than one JSON value, at byte " + parser.at());
    }
  }

  private boolean isFuture(long eventTime, long recordTime) {
    if (recordTime == SourceRecord.NO_TIME) {
      return false;
    }
    // Both saturate at the ends of the range, where no event time can be.
    long recordMicros = TimeUnit.MILLISECONDS.toMicros(recordTime);
    long latest = recordMicros + maxFutureSkew;
    boolean overflow = recordMicros > 0 && latest < recordMicros;
    return !overflow && eventTime > latest;
  }

  private static long micros(Duration duration) {
    return TimeUnit.MICROSECONDS.convert(duration);
  }

  private String path() {
    return JsonPaths.of(decoding.parser.getParsingContext(), root, guarded);
  }

  private static Rejection whole(SourceRecord record, RejectReason reason, String message) {
    return new Rejection(record, reason, WHOLE_RECORD, message);
  }

  /** What a person needs to find the mistake; an exception's message could hold a value. */
  private static String where(Throwable bug) {
    StackTraceElement[] trace = bug.getStackTrace();
    return bug.getClass().getName() + (trace.length == 0 ? "" : " at " + trace[0]);
  }
}
