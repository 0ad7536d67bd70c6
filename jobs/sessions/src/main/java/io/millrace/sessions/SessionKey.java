package io.millrace.sessions;

import io.millrace.event.ImmutableTypeInformation;
import java.util.Arrays;
import org.apache.flink.api.common.typeinfo.TypeInformation;

/**
 * What events of one session have in common. Its hash is the same on every machine.
 *
 * @param session the definition's name
 * @param values the key properties' values, as {@link io.millrace.aggregate.Projection} writes them
 */
@SuppressWarnings("ArrayRecordComponent") // Equality is what the two methods below say.
public record SessionKey(String session, byte[] values) {

  static final TypeInformation<SessionKey> TYPE =
      new ImmutableTypeInformation<>(SessionKey.class, new SessionKeySerializer());

  @Override
  public boolean equals(Object other) {
    return other instanceof SessionKey key
        && session.equals(key.session)
        && Arrays.equals(values, key.values);
  }

  @Override
  public int hashCode() {
    return 31 * session.hashCode() + Arrays.hashCode(values);
  }

  /** Without the values, which may be personal. */
  @Override
  public String toString() {
    return "key of " + session;
  }
}
