package io.millrace.decode;

import com.fasterxml.jackson.core.JsonToken;
import io.millrace.contract.ValueType;
import io.millrace.event.RejectReason;
import io.millrace.event.RowReader;
import io.millrace.event.RowWriter;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * An integer of 32 or 64 bits. As in JSON Schema, what counts is the value: {@code 1.0} and {@code
 * 1e2} are integers.
 */
final class WholeNode extends Node {
  private final Decoding decoding;
  private final int bits;
  private final LongBounds bounds;

  WholeNode(Decoding decoding, ValueType.Whole type) {
    this.decoding = decoding;
    bits = type.bits();
    bounds = LongBounds.of(type.rules());
  }

  @Override
  void decode(JsonToken token) throws IOException {
    if (!isNumber(token)) {
      throw wrongType("an integer", token);
    }
    long value = value(token);
    if (bits == 32) {
      if (value != (int) value) {
        throw tooBig();
      }
      bounds.check(value);
      decoding.out.writeInt((int) value);
    } else {
      bounds.check(value);
      decoding.out.writeLong(value);
    }
  }

  private long value(JsonToken token) throws IOException {
    CharSlice number = decoding.parser.number();
    if (token == JsonToken.VALUE_NUMBER_INT && number.length() <= 18) {
      return Numbers.smallLong(number);
    }
    BigDecimal exact = Numbers.exact(number);
    if (exact == null || Numbers.magnitude(exact) > 19) {
      if (exact != null && exact.signum() == 0) {
        return 0;
      }
      throw tooBig();
    }
    BigDecimal stripped = exact.stripTrailingZeros();
    if (stripped.scale() > 0) {
      throw new Fault(RejectReason.WRONG_TYPE, "expected an integer, found a fraction");
    }
    BigInteger value = stripped.toBigInteger();
    if (value.bitLength() > 63) {
      throw tooBig();
    }
    return value.longValue();
  }

  private Fault tooBig() {
    return new Fault(RejectReason.WRONG_TYPE, "the integer does not fit into " + bits + " bits");
  }

  @Override
  void writeText(RowReader row, int end, RowWriter text) {
    writeAscii(Long.toString(bits == 32 ? row.readInt() : row.readLong()), text);
  }
}
