package io.millrace.decode;

import com.fasterxml.jackson.core.JsonToken;
import io.millrace.event.RejectReason;
import io.millrace.event.RowReader;
import io.millrace.event.RowWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Decodes the values of one type of the contract. Belongs to one {@link Decoding}. */
abstract class Node {

  /**
   * Appends the row form of the value that begins with {@code token}, the parser's current one;
   * never null. Leaves the parser on the value's last token.
   */
  abstract void decode(JsonToken token) throws IOException;

  /**
   * Appends the canonical text of the value that {@code row} stands on: what ids are made of and
   * keyed hashes are taken of.
   *
   * @param end the index after the value's last byte
   */
  abstract void writeText(RowReader row, int end, RowWriter text);

  /** The node of the member that the JSON calls {@code name}; null if this has none. */
  @Nullable Node member(String name) {
    return null;
  }

  /** The node of the elements; null if this is no array. */
  @Nullable Node element() {
    return null;
  }

  static Fault wrongType(String expected, JsonToken found) {
    String what =
        switch (found) {
          case START_OBJECT -> "an object";
          case START_ARRAY -> "an array";
          case VALUE_STRING -> "a string";
          case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "a number";
          case VALUE_TRUE, VALUE_FALSE -> "a boolean";
          default -> "something else";
        };
    return new Fault(RejectReason.WRONG_TYPE, "expected " + expected + ", found " + what);
  }

  static boolean isNumber(JsonToken token) {
    return token == JsonToken.VALUE_NUMBER_INT || token == JsonToken.VALUE_NUMBER_FLOAT;
  }

  static void writeAscii(String text, RowWriter to) {
    byte[] ascii = text.getBytes(StandardCharsets.US_ASCII);
    to.writeBytes(ascii, 0, ascii.length);
  }
}
