package io.millrace.connectors.parquet.column;

import io.millrace.event.RowWriter;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.statistics.DoubleStatistics;
import org.apache.parquet.column.statistics.IntStatistics;
import org.apache.parquet.column.statistics.LongStatistics;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;

/** 32-bit or 64-bit integers, or doubles, by their bits. */
public final class NumberChunk extends DictionaryChunk {

  private final PrimitiveTypeName type;
  private final int width;
  private final NumberDictionary dictionary = new NumberDictionary();
  private int count;
  private long least = Long.MAX_VALUE;
  private long greatest = Long.MIN_VALUE;

  /**
   * @param column of INT32, INT64 or DOUBLE, compared as signed numbers
   */
  public NumberChunk(ColumnDescriptor column) {
    super(column, true);
    type = column.getPrimitiveType().getPrimitiveTypeName();
    width = type == PrimitiveTypeName.INT32 ? Integer.BYTES : Long.BYTES;
  }

  /**
   * Writes a value.
   *
   * @param bits an integer as it is, a double's {@link Double#doubleToRawLongBits}; no NaN
   */
  public void write(long bits, int repetition) {
    present(repetition);
    long key = ordered(bits);
    least = Math.min(least, key);
    greatest = Math.max(greatest, key);
    count++;
    if (byNumber()) {
      addNumber(dictionary.add(bits));
    } else {
      append(bits, plain);
    }
  }

  /** Doubles' bits in the order of {@link Double#compare}; its own inverse. */
  private long ordered(long bits) {
    return type == PrimitiveTypeName.DOUBLE ? bits ^ (bits >> 63 & Long.MAX_VALUE) : bits;
  }

  private void append(long bits, RowWriter to) {
    if (width == Integer.BYTES) {
      to.writeInt((int) bits);
    } else {
      to.writeLong(bits);
    }
  }

  @Override
  int entries() {
    return dictionary.size();
  }

  @Override
  long dictionaryBytes() {
    return (long) width * dictionary.size();
  }

  @Override
  long plainBytes() {
    return (long) width * count;
  }

  @Override
  void addPlain(int number) {
    append(dictionary.get(number), plain);
  }

  @Override
  void setBounds(Statistics<?> statistics, int[] unused, int alsoUnused) {
    switch (type) {
      case INT32 -> ((IntStatistics) statistics).setMinMax((int) least, (int) greatest);
      case INT64 -> ((LongStatistics) statistics).setMinMax(least, greatest);
      default ->
          ((DoubleStatistics) statistics)
              .setMinMax(
                  Double.longBitsToDouble(ordered(least)),
                  Double.longBitsToDouble(ordered(greatest)));
    }
  }

  @Override
  void clearPage() {
    super.clearPage();
    count = 0;
    least = Long.MAX_VALUE;
    greatest = Long.MIN_VALUE;
  }

  @Override
  BytesInput dictionary(int size) {
    RowWriter page = new RowWriter(Math.max(1, width * size));
    for (int number = 0; number < size; number++) {
      append(dictionary.get(number), page);
    }
    return BytesInput.from(page.bytes(), 0, page.size());
  }

  @Override
  void clearDictionary() {
    dictionary.clear();
  }
}
