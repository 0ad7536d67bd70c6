package io.millrace.kinesis.aggregation;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The few things of the protocol buffers' wire format that an aggregate uses, over a part of an
 * array.
 */
final class ProtobufReader {

  static final int VARINT = 0;
  static final int FIXED_64 = 1;
  static final int LENGTH_DELIMITED = 2;
  static final int FIXED_32 = 5;

  private final byte[] bytes;
  private final int end;
  private int at;

  ProtobufReader(byte[] bytes, int from, int end) {
    this.bytes = bytes;
    this.at = from;
    this.end = end;
  }

  boolean hasMore() {
    return at < end;
  }

  /** The next field's tag: number << 3 | wire type. */
  int tag() throws MalformedAggregateException {
    long tag = varint();
    if (tag < 0 || tag > Integer.MAX_VALUE) {
      throw new MalformedAggregateException();
    }
    return (int) tag;
  }

  long varint() throws MalformedAggregateException {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      if (at >= end) {
        throw new MalformedAggregateException();
      }
      byte next = bytes[at++];
      value |= (next & 0x7fL) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw new MalformedAggregateException();
  }

  /** The bytes of a length-delimited field, as a reader of their own. */
  ProtobufReader nested() throws MalformedAggregateException {
    int length = length();
    ProtobufReader nested = new ProtobufReader(bytes, at, at + length);
    at += length;
    return nested;
  }

  String text() throws MalformedAggregateException {
    int length = length();
    String text = new String(bytes, at, length, StandardCharsets.UTF_8);
    at += length;
    return text;
  }

  byte[] bytes() throws MalformedAggregateException {
    int length = length();
    byte[] copy = Arrays.copyOfRange(bytes, at, at + length);
    at += length;
    return copy;
  }

  void skip(int tag) throws MalformedAggregateException {
    switch (tag & 7) {
      case VARINT -> varint();
      case FIXED_64 -> advance(8);
      case LENGTH_DELIMITED -> advance(length());
      case FIXED_32 -> advance(4);
      default -> throw new MalformedAggregateException();
    }
  }

  private int length() throws MalformedAggregateException {
    long length = varint();
    if (length < 0 || length > end - at) {
      throw new MalformedAggregateException();
    }
    return (int) length;
  }

  private void advance(int count) throws MalformedAggregateException {
    if (count > end - at) {
      throw new MalformedAggregateException();
    }
    at += count;
  }
}
