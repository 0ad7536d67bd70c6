package io.millrace.decode;

import com.fasterxml.jackson.core.JsonToken;
import io.millrace.event.RejectReason;
import io.millrace.event.RowWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Copies JSON values compactly: no white space, members in their order, numbers character by
 * character as they stand, strings with only the escapes that JSON demands. A member that comes
 * twice is a fault.
 */
final class JsonCopier {

  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] TRUE = "true".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] FALSE = "false".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] NULL = "null".getBytes(StandardCharsets.US_ASCII);

  private static final int REMEMBERED = 1024; // A power of two.
  private static final int LONGEST_REMEMBERED = 100;

  private final MemberNames names;
  private final String[] rememberedNames = new String[REMEMBERED];
  private final byte[][] rememberedStarts = new byte[REMEMBERED][];
  private final RowWriter member = new RowWriter(64);
  private long[] objects = new long[16];
  private byte[] encodedName = new byte[96];

  JsonCopier(MemberNames names) {
    this.names = names;
  }

  /** Appends the value that begins with {@code first}, the parser's current token. */
  void copy(RecordParser parser, JsonToken first, RowWriter to) throws IOException {
    JsonToken token = first;
    int depth = 0;
    boolean comma = false;
    while (true) {
      switch (token) {
        case START_OBJECT, START_ARRAY -> {
          separate(comma, to);
          to.writeByte(token == JsonToken.START_OBJECT ? '{' : '[');
          open(depth++);
          comma = false;
        }
        case END_OBJECT, END_ARRAY -> {
          to.writeByte(token == JsonToken.END_OBJECT ? '}' : ']');
          depth--;
          comma = true;
        }
        case FIELD_NAME -> {
          String name = parser.name();
          if (!names.add(objects[depth - 1], name)) {
            throw duplicateKey();
          }
          separate(comma, to);
          byte[] member = memberStart(name);
          to.writeBytes(member, 0, member.length);
          comma = false;
        }
        default -> {
          separate(comma, to);
          scalar(parser, token, to);
          comma = true;
        }
      }
      if (depth == 0) {
        return;
      }
      token = parser.nextToken();
    }
  }

  static Fault duplicateKey() {
    return new Fault(RejectReason.DUPLICATE_KEY, "the object has this member twice");
  }

  private static void separate(boolean comma, RowWriter to) {
    if (comma) {
      to.writeByte(',');
    }
  }

  private void open(int depth) {
    if (depth == objects.length) {
      objects = Arrays.copyOf(objects, depth * 2);
    }
    objects[depth] = names.newObject();
  }

  private static void scalar(RecordParser parser, JsonToken token, RowWriter to)
      throws IOException {
    switch (token) {
      case VALUE_STRING -> {
        parser.readString();
        if (parser.stringIsPlain()) { // It stands in the record between its quotes.
          to.writeBytes(parser.string(), parser.stringStart() - 1, parser.stringLength() + 2);
        } else {
          to.writeByte('"');
          escape(parser.string(), parser.stringStart(), parser.stringLength(), to);
          to.writeByte('"');
        }
      }
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> parser.copyNumber(to);
      case VALUE_TRUE -> to.writeBytes(TRUE, 0, TRUE.length);
      case VALUE_FALSE -> to.writeBytes(FALSE, 0, FALSE.length);
      case VALUE_NULL -> to.writeBytes(NULL, 0, NULL.length);
      default -> throw new IllegalStateException("not a JSON value: " + token);
    }
  }

  /** {@code "name":}, remembered: the parser hands out the same String for the same name. */
  @SuppressWarnings("ReferenceEquality") // Another String of equal content is encoded anew.
  private byte[] memberStart(String name) throws IOException {
    int hash = name.hashCode();
    int slot = (hash ^ hash >>> 10 ^ hash >>> 20) & (REMEMBERED - 1);
    byte[] start = rememberedStarts[slot];
    if (start != null && rememberedNames[slot] == name) {
      return start;
    }
    member.clear();
    writeString(name, member);
    member.writeByte(':');
    start = member.toByteArray();
    if (start.length <= LONGEST_REMEMBERED) {
      rememberedNames[slot] = name;
      rememberedStarts[slot] = start;
    }
    return start;
  }

  /** Appends {@code text} as a JSON string. */
  void writeString(String text, RowWriter to) throws IOException {
    if (encodedName.length < text.length() * 3L) {
      encodedName = new byte[Math.multiplyExact(text.length(), 3)];
    }
    int end = Utf8.encode(text, encodedName, 0);
    if (end < 0) {
      throw RecordParser.halfSurrogate();
    }
    to.writeByte('"');
    escape(encodedName, 0, end, to);
    to.writeByte('"');
  }

  private static void escape(byte[] utf8, int start, int length, RowWriter to) {
    int end = start + length;
    int from = start;
    while (true) {
      int special = Utf8.endOfPlainText(utf8, from, end);
      to.writeBytes(utf8, from, special - from);
      if (special == end) {
        return;
      }
      writeEscape(utf8[special], to);
      from = special + 1;
    }
  }

  private static void writeEscape(byte special, RowWriter to) {
    to.writeByte('\\');
    switch (special) {
      case '"', '\\' -> to.writeByte(special);
      case '\n' -> to.writeByte('n');
      case '\r' -> to.writeByte('r');
      case '\t' -> to.writeByte('t');
      case '\b' -> to.writeByte('b');
      case '\f' -> to.writeByte('f');
      default -> {
        to.writeByte('u');
        to.writeByte('0');
        to.writeByte('0');
        to.writeByte(HEX[special >> 4]);
        to.writeByte(HEX[special & 0xf]);
      }
    }
  }
}
