package io.millrace.connectors.parquet.column;

import io.millrace.event.RowWriter;
import java.util.Arrays;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.io.api.Binary;

/** Decimals that take more than 8 bytes: big-endian two's complement, all of one length. */
public final class FixedChunk extends ColumnChunk {

  private final int length;
  private final RowWriter plain = new RowWriter();

  /** Where in {@link #plain} the bounds are. */
  private int least;

  private int greatest;

  /**
   * @param column of FIXED_LEN_BYTE_ARRAY, compared as signed numbers
   */
  public FixedChunk(ColumnDescriptor column) {
    super(column);
    length = column.getPrimitiveType().getTypeLength();
  }

  /** Writes a value that is no longer than the column's, with its sign extended. */
  public void write(byte[] bytes, int start, int valueLength, int repetition) {
    present(repetition);
    int at = plain.reserve(length);
    byte[] to = plain.bytes();
    int first = at + length - valueLength;
    Arrays.fill(to, at, first, (byte) (bytes[start] >> 7));
    System.arraycopy(bytes, start, to, first, valueLength);
    if (at == 0) {
      least = 0;
      greatest = 0;
    } else if (compare(at, least) < 0) {
      least = at;
    } else if (compare(at, greatest) > 0) {
      greatest = at;
    }
  }

  private int compare(int one, int other) {
    byte[] bytes = plain.bytes();
    int signs = Byte.compare(bytes[one], bytes[other]);
    return signs != 0
        ? signs
        : Arrays.compareUnsigned(bytes, one, one + length, bytes, other, other + length);
  }

  @Override
  int bufferedBytes() {
    return plain.size();
  }

  @Override
  BytesInput encodePage(Statistics<?> statistics, boolean any, boolean full) {
    if (any) {
      statistics.updateStats(value(least));
      statistics.updateStats(value(greatest));
    }
    return BytesInput.from(plain.bytes(), 0, plain.size());
  }

  private Binary value(int at) {
    return Binary.fromConstantByteArray(Arrays.copyOfRange(plain.bytes(), at, at + length));
  }

  @Override
  Encoding encoding() {
    return Encoding.PLAIN;
  }

  @Override
  void clearPage() {
    plain.clear();
  }
}
