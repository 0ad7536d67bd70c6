package io.millrace.sessions;

import io.millrace.event.ImmutableTypeInformation;
import org.apache.flink.api.common.typeinfo.TypeInformation;

/**
 * What becomes of a session. Of a {@link Kind#DELETE} only key and start count.
 *
 * @param start the time of its first event, in microseconds
 * @param end the time of its last event
 * @param totals what its events add up to, as {@link SessionTotals} writes it
 */
@SuppressWarnings("ArrayRecordComponent") // Passed on, never compared.
public record SessionUpdate(
    Kind kind, SessionKey key, long start, long end, int revision, byte[] totals) {

  /** How Flink ships an update. */
  public static final TypeInformation<SessionUpdate> TYPE =
      new ImmutableTypeInformation<>(SessionUpdate.class, new SessionUpdateSerializer());

  /** What happens; the codes are part of what Flink ships. */
  public enum Kind {
    /** The row is new, or replaces the one of the same start. */
    UPSERT(1),
    /** The row is gone: its events are in rows upserted with it. */
    DELETE(2),
    /** The session, as its row shows it, cannot change any more. */
    CLOSE(3);

    private final byte code;

    Kind(int code) {
      this.code = (byte) code;
    }

    byte code() {
      return code;
    }

    static Kind of(byte code) {
      for (Kind kind : values()) {
        if (kind.code == code) {
          return kind;
        }
      }
      throw new IllegalArgumentException("no kind of update has the code " + code);
    }
  }

  static SessionUpdate of(Kind kind, SessionKey key, Session session) {
    return new SessionUpdate(
        kind, key, session.start(), session.end(), session.revision(), session.totals());
  }

  static SessionUpdate delete(SessionKey key, long start) {
    return new SessionUpdate(Kind.DELETE, key, start, start, 0, new byte[0]);
  }
}
