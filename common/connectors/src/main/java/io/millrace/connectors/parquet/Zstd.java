package io.millrace.connectors.parquet;

import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdDecompressCtx;
import java.lang.ref.Cleaner;
import java.nio.ByteBuffer;
import org.apache.parquet.bytes.ByteBufferAllocator;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.bytes.HeapByteBufferAllocator;
import org.apache.parquet.compression.CompressionCodecFactory.BytesInputCompressor;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;

/**
 * ZSTD in one native context for all pages and spilled chunks of a sink writer; Parquet's own codec
 * needs Hadoop's classes and opens a stream a page. Not thread-safe. Native memory goes with the
 * object: a failed task closes streams, but no writer.
 */
final class Zstd implements BytesInputCompressor {

  private static final Cleaner CLEANER = Cleaner.create();

  private static final ByteBufferAllocator ON_HEAP = new HeapByteBufferAllocator();

  private final ZstdCompressCtx compress = new ZstdCompressCtx();
  private final ZstdDecompressCtx decompress = new ZstdDecompressCtx();
  private byte[] output = new byte[1 << 16];

  Zstd(int level) {
    compress.setLevel(level);
    CLEANER.register(this, new Release(compress, decompress));
  }

  /** The compressed page, in a buffer that the next call overwrites. */
  @Override
  public BytesInput compress(BytesInput page) {
    ByteBuffer input = page.toByteBuffer(ON_HEAP, buffer -> {});
    int start = input.arrayOffset() + input.position();
    int length = compress(input.array(), start, input.remaining());
    return BytesInput.from(output, 0, length);
  }

  /** Compresses bytes into {@link #output} and returns how many it took. */
  int compress(byte[] input, int start, int length) {
    int bound = Math.toIntExact(com.github.luben.zstd.Zstd.compressBound(length));
    if (output.length < bound) {
      output = new byte[bound];
    }
    return compress.compressByteArray(output, 0, output.length, input, start, length);
  }

  byte[] output() {
    return output;
  }

  /** Decompresses the first {@code stored} bytes of {@code input} into a new array. */
  byte[] decompress(byte[] input, int stored, int length) {
    byte[] bytes = new byte[length];
    int got = decompress.decompressByteArray(bytes, 0, length, input, 0, stored);
    if (got != length) {
      throw new IllegalStateException(got + " bytes instead of " + length + " in a spilled chunk");
    }
    return bytes;
  }

  @Override
  public CompressionCodecName getCodecName() {
    return CompressionCodecName.ZSTD;
  }

  @Override
  public void release() {
    // Shared by all files of the sink writer.
  }

  private record Release(ZstdCompressCtx compress, ZstdDecompressCtx decompress)
      implements Runnable {
    @Override
    public void run() {
      compress.close();
      decompress.close();
    }
  }
}
