package io.millrace.decode;

import com.fasterxml.jackson.core.JsonToken;
import io.millrace.contract.ValueType.Text;
import io.millrace.contract.ValueType.TextFormat;
import io.millrace.event.RejectReason;
import io.millrace.event.RowReader;
import io.millrace.event.RowWriter;
import java.io.IOException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A string and its rules. A pattern has to match somewhere, as in JSON Schema. */
final class TextNode extends Node {

  private final Decoding decoding;
  private final int minLength;
  private final int maxLength;
  private final @Nullable TextFormat format;
  private final @Nullable String regex;
  private final @Nullable TextPattern pattern;

  TextNode(Decoding decoding, Text type) {
    this.decoding = decoding;
    minLength = type.minLength() == null ? 0 : type.minLength();
    maxLength = type.maxLength() == null ? Integer.MAX_VALUE : type.maxLength();
    format = type.format();
    regex = type.pattern() == null ? null : type.pattern().pattern();
    pattern = type.pattern() == null ? null : new TextPattern(type.pattern());
  }

  @Override
  void decode(JsonToken token) throws IOException {
    if (token != JsonToken.VALUE_STRING) {
      throw wrongType("a string", token);
    }
    RecordParser parser = decoding.parser;
    parser.readString();
    byte[] utf8 = parser.string();
    int start = parser.stringStart();
    int length = parser.stringLength();
    checkLength(utf8, start, length);
    if (format != null && !TextFormats.matches(format, utf8, start, start + length)) {
      throw new Fault(
          RejectReason.FORMAT_MISMATCH,
          "it does not have the format " + format.name().toLowerCase(Locale.ROOT));
    }
    if (pattern != null && !pattern.matches(utf8, start, length)) {
      throw new Fault(
          RejectReason.PATTERN_MISMATCH, "it does not match the contract's pattern " + regex);
    }
    decoding.out.writeText(utf8, start, length);
  }

  private void checkLength(byte[] utf8, int start, int length) throws Fault {
    // A code point is at least one byte, so most strings need no counting.
    if (length < minLength || (minLength > 1 && Utf8.codePoints(utf8, start, length) < minLength)) {
      throw new Fault(RejectReason.TOO_SHORT, "fewer than " + minLength + " characters");
    }
    if (length > maxLength && Utf8.codePoints(utf8, start, length) > maxLength) {
      throw new Fault(RejectReason.TOO_LONG, "more than " + maxLength + " characters");
    }
  }

  @Override
  void writeText(RowReader row, int end, RowWriter text) {
    int length = row.readVarint();
    text.writeBytes(row.bytes(), row.skip(length), length);
  }
}
