package io.millrace.sessions;

import io.millrace.event.ImmutableTypeInformation;
import org.apache.flink.api.common.typeinfo.TypeInformation;

/**
 * Events of one key and one slot between which no silence is longer than the gap.
 *
 * @param first the time of the first, in microseconds
 * @param last the time of the last
 * @param totals what they add up to, as {@link SessionTotals} writes it
 */
@SuppressWarnings("ArrayRecordComponent") // Passed on, never compared.
record SessionPart(SessionKey key, long first, long last, byte[] totals) {

  static final TypeInformation<SessionPart> TYPE =
      new ImmutableTypeInformation<>(SessionPart.class, new SessionPartSerializer());
}
