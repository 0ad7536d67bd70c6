package io.millrace.connectors.parquet.column;

import java.util.Arrays;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.statistics.BooleanStatistics;
import org.apache.parquet.column.statistics.Statistics;

/** Booleans, eight a byte, the first in the lowest bit. */
public final class BooleanChunk extends ColumnChunk {

  private byte[] bits = new byte[1024];
  private int count;
  private int trues;

  /**
   * @param column of BOOLEAN
   */
  public BooleanChunk(ColumnDescriptor column) {
    super(column);
  }

  /** Writes a value. */
  public void write(boolean value, int repetition) {
    present(repetition);
    int at = count >>> 3;
    if (at == bits.length) {
      bits = Arrays.copyOf(bits, 2 * at);
    }
    if (value) {
      bits[at] |= (byte) (1 << (count & 7));
      trues++;
    }
    count++;
  }

  @Override
  int bufferedBytes() {
    return (count + 7) >>> 3;
  }

  @Override
  BytesInput encodePage(Statistics<?> statistics, boolean any, boolean full) {
    if (any) {
      ((BooleanStatistics) statistics).setMinMax(trues == count, trues > 0);
    }
    return BytesInput.from(bits, 0, bufferedBytes());
  }

  @Override
  Encoding encoding() {
    return Encoding.PLAIN;
  }

  @Override
  void clearPage() {
    Arrays.fill(bits, 0, bufferedBytes(), (byte) 0);
    count = 0;
    trues = 0;
  }
}
