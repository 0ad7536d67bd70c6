package io.millrace.connectors.parquet;

import java.io.IOException;
import org.apache.flink.core.fs.FSDataOutputStream;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.PositionOutputStream;

/**
 * A stream of Flink's as Parquet's output. Buffered, since footers are written byte by byte; {@link
 * #flush} lets the buffer go, so that a file waiting for its next row group holds none. Closing it
 * leaves Flink's stream open: the sink closes that itself.
 */
final class SinkOutput extends PositionOutputStream implements OutputFile {

  private static final int BUFFER_BYTES = 1 << 16;

  private final FSDataOutputStream out;
  private byte[] buffer = {};
  private int buffered;
  private long flushed;

  SinkOutput(FSDataOutputStream out) {
    this.out = out;
  }

  @Override
  public long getPos() {
    return flushed + buffered;
  }

  @Override
  public void write(int value) throws IOException {
    if (buffered == buffer.length) {
      makeRoom();
    }
    buffer[buffered++] = (byte) value;
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    if (length >= BUFFER_BYTES) {
      drain();
      out.write(bytes, offset, length);
      flushed += length;
      return;
    }
    if (buffer.length - buffered < length) {
      makeRoom();
    }
    System.arraycopy(bytes, offset, buffer, buffered, length);
    buffered += length;
  }

  @Override
  public void flush() throws IOException {
    drain();
    buffer = new byte[0];
  }

  @Override
  public void close() throws IOException {
    flush();
  }

  private void makeRoom() throws IOException {
    drain();
    if (buffer.length == 0) {
      buffer = new byte[BUFFER_BYTES];
    }
  }

  private void drain() throws IOException {
    out.write(buffer, 0, buffered);
    flushed += buffered;
    buffered = 0;
  }

  @Override
  public PositionOutputStream create(long blockSizeHint) {
    return this;
  }

  @Override
  public PositionOutputStream createOrOverwrite(long blockSizeHint) {
    return this;
  }

  @Override
  public boolean supportsBlockSize() {
    return false;
  }

  @Override
  public long defaultBlockSize() {
    return 0;
  }
}
