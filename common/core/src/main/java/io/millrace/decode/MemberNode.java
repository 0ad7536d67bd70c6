package io.millrace.decode;

import com.fasterxml.jackson.core.JsonToken;
import io.millrace.event.RejectReason;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A property of an object.
 *
 * @param missing what is wrong when it is absent or null; null if it may be
 * @param missingPath what to report as missing, beneath the object: {@code .device.id}
 * @param keyPart which part of the event's id it is; {@link #NONE} for none
 * @param eventTime whether it is the event time
 */
record MemberNode(
    String jsonName,
    Node node,
    @Nullable RejectReason missing,
    String missingPath,
    int keyPart,
    boolean eventTime) {

  static final int NONE = -1;

  void decode(Decoding decoding, JsonToken value) throws IOException {
    int start = decoding.out.size();
    node.decode(value);
    if (keyPart != NONE) {
      int end = decoding.out.size();
      decoding.key.set(keyPart, node, decoding.reader.open(decoding.out.bytes(), start), end);
    }
    if (eventTime) {
      decoding.eventTime = decoding.timestamp;
    }
  }
}
