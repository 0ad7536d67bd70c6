package io.millrace.connectors.parquet.column;

import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.statistics.LongStatistics;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.column.values.delta.DeltaBinaryPackingValuesWriterForLong;

/**
 * 64-bit integers as differences: for times and positions, which hardly ever repeat and mostly
 * grow, so that a dictionary of them is work for nothing.
 */
public final class DeltaChunk extends ColumnChunk {

  private static final int FIRST_SLAB = 1 << 12;

  private final DeltaBinaryPackingValuesWriterForLong differences =
      new DeltaBinaryPackingValuesWriterForLong(FIRST_SLAB, PAGE_BYTES, Runs.HEAP);
  private long least = Long.MAX_VALUE;
  private long greatest = Long.MIN_VALUE;

  /**
   * @param column of INT64
   */
  public DeltaChunk(ColumnDescriptor column) {
    super(column);
  }

  /** Writes a value. */
  public void write(long value, int repetition) {
    present(repetition);
    least = Math.min(least, value);
    greatest = Math.max(greatest, value);
    differences.writeLong(value);
  }

  @Override
  int bufferedBytes() {
    return (int) differences.getBufferedSize();
  }

  @Override
  BytesInput encodePage(Statistics<?> statistics, boolean any, boolean full) {
    if (any) {
      ((LongStatistics) statistics).setMinMax(least, greatest);
    }
    return differences.getBytes();
  }

  @Override
  Encoding encoding() {
    return Encoding.DELTA_BINARY_PACKED;
  }

  @Override
  void clearPage() {
    differences.reset();
    least = Long.MAX_VALUE;
    greatest = Long.MIN_VALUE;
  }
}
