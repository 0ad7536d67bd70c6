package io.millrace.event;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.jspecify.annotations.Nullable;

/**
 * The parts of which the serializers are made. Names that come again with every record (splits,
 * headers, reasons) are encoded once and read into the same String again. Not thread-safe.
 */
final class Wire {

  private static final int CACHED_NAMES = 64; // A power of two.
  private static final int LONGEST_CACHED_NAME = 256;

  private final String[] readNames = new String[CACHED_NAMES];
  private final byte[][] readBytes = new byte[CACHED_NAMES][];
  private final String[] writtenNames = new String[CACHED_NAMES];
  private final byte[][] writtenBytes = new byte[CACHED_NAMES][];
  private final byte[] scratch = new byte[LONGEST_CACHED_NAME];
  private String lastRead = "";
  private byte[] lastReadBytes = {};

  /** A name that is likely to come again. */
  void writeName(String name, DataOutputView target) throws IOException {
    int slot = slot(name.hashCode());
    byte[] utf8 = writtenBytes[slot];
    if (utf8 == null || !name.equals(writtenNames[slot])) {
      utf8 = name.getBytes(StandardCharsets.UTF_8);
      if (utf8.length <= LONGEST_CACHED_NAME) {
        writtenNames[slot] = name;
        writtenBytes[slot] = utf8;
      }
    }
    writeBytes(utf8, target);
  }

  String readName(DataInputView source) throws IOException {
    int length = readVarint(source);
    if (length > LONGEST_CACHED_NAME) {
      byte[] utf8 = new byte[length];
      source.readFully(utf8);
      return new String(utf8, StandardCharsets.UTF_8);
    }
    source.readFully(scratch, 0, length);
    if (Arrays.equals(lastReadBytes, 0, lastReadBytes.length, scratch, 0, length)) {
      return lastRead;
    }
    lastRead = cached(length);
    return lastRead;
  }

  /** The name in the first bytes of {@link #scratch}. */
  private String cached(int length) {
    int hash = 0;
    for (int i = 0; i < length; i++) {
      hash = 31 * hash + scratch[i];
    }
    int slot = slot(hash);
    byte[] known = readBytes[slot];
    if (known != null && Arrays.equals(known, 0, known.length, scratch, 0, length)) {
      lastReadBytes = known;
      return readNames[slot];
    }
    String name = new String(scratch, 0, length, StandardCharsets.UTF_8);
    readNames[slot] = name;
    readBytes[slot] = Arrays.copyOf(scratch, length);
    lastReadBytes = readBytes[slot];
    return name;
  }

  private static int slot(int hash) {
    return (hash ^ hash >>> 16 ^ hash >>> 8) & (CACHED_NAMES - 1);
  }

  static void writeText(String text, DataOutputView target) throws IOException {
    writeBytes(text.getBytes(StandardCharsets.UTF_8), target);
  }

  static String readText(DataInputView source) throws IOException {
    byte[] utf8 = readBytes(source);
    return utf8.length == 0 ? "" : new String(utf8, StandardCharsets.UTF_8);
  }

  static void writeBytes(byte[] bytes, DataOutputView target) throws IOException {
    writeVarint(bytes.length, target);
    target.write(bytes);
  }

  static byte[] readBytes(DataInputView source) throws IOException {
    byte[] bytes = new byte[readVarint(source)];
    source.readFully(bytes);
    return bytes;
  }

  /** Length + 1, then the bytes; 0 for null. */
  static void writeNullableBytes(byte @Nullable [] bytes, DataOutputView target)
      throws IOException {
    if (bytes == null) {
      target.writeByte(0);
    } else {
      writeVarint(bytes.length + 1, target);
      target.write(bytes);
    }
  }

  static byte @Nullable [] readNullableBytes(DataInputView source) throws IOException {
    int length = readVarint(source) - 1;
    if (length < 0) {
      return null;
    }
    byte[] bytes = new byte[length];
    source.readFully(bytes);
    return bytes;
  }

  static void writeVarint(int value, DataOutputView target) throws IOException {
    int rest = value;
    while ((rest & ~0x7f) != 0) {
      target.writeByte(rest | 0x80);
      rest >>>= 7;
    }
    target.writeByte(rest);
  }

  static int readVarint(DataInputView source) throws IOException {
    int result = 0;
    for (int shift = 0; ; shift += 7) {
      byte b = source.readByte();
      result |= (b & 0x7f) << shift;
      if (b >= 0) {
        return result;
      }
    }
  }
}
