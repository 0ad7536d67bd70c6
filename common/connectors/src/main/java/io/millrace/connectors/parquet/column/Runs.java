package io.millrace.connectors.parquet.column;

import java.io.IOException;
import org.apache.parquet.bytes.ByteBufferAllocator;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.bytes.BytesUtils;
import org.apache.parquet.bytes.HeapByteBufferAllocator;
import org.apache.parquet.column.values.rle.RunLengthBitPackingHybridEncoder;

/** Parquet's mix of run lengths and bit packing, for levels and for dictionary numbers. */
final class Runs {

  static final ByteBufferAllocator HEAP = new HeapByteBufferAllocator();

  private static final int FIRST_SLAB = 1 << 10;

  private Runs() {}

  /** The first {@code count} numbers, of which none is above {@code most} or 255. */
  static BytesInput encode(byte[] numbers, int count, int most) throws IOException {
    RunLengthBitPackingHybridEncoder encoder = encoder(most);
    for (int i = 0; i < count; i++) {
      encoder.writeInt(numbers[i] & 0xff);
    }
    return encoder.toBytes();
  }

  /** The first {@code count} numbers, of which none is above {@code most}. */
  static BytesInput encode(int[] numbers, int count, int most) throws IOException {
    RunLengthBitPackingHybridEncoder encoder = encoder(most);
    for (int i = 0; i < count; i++) {
      encoder.writeInt(numbers[i]);
    }
    return encoder.toBytes();
  }

  /** How many bits a number takes. */
  static int width(int most) {
    return BytesUtils.getWidthFromMaxInt(most);
  }

  private static RunLengthBitPackingHybridEncoder encoder(int most) {
    return new RunLengthBitPackingHybridEncoder(
        width(most), FIRST_SLAB, ColumnChunk.PAGE_BYTES, HEAP);
  }
}
