package io.millrace.local.feed;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * Cuts an input into lines, bytes as they are. Lines end at {@code \n}; a {@code \r} before it
 * stays. An input that begins with gzip's magic number is unpacked.
 */
public final class LineReader {

  /** What one line may hold at the most; the topics made here take no larger record. */
  public static final int MAX_LINE_BYTES = 16 << 20;

  private static final int READ_BYTES = 1 << 16;

  private LineReader() {}

  /**
   * Reads to the end and returns the number of lines.
   *
   * @param name what messages call the input
   * @throws FeedException if it cannot be read to its end
   */
  public static long read(InputStream in, String name, Consumer<byte[]> sink) {
    Lines lines = new Lines(sink);
    try {
      InputStream plain = unpacked(in);
      byte[] buffer = new byte[READ_BYTES];
      for (int n = plain.read(buffer); n >= 0; n = plain.read(buffer)) {
        lines.add(buffer, n);
      }
    } catch (EOFException e) {
      throw failure(name, lines, "the gzip data ends early: the file was cut off", e);
    } catch (ZipException e) {
      throw failure(name, lines, "the gzip data is damaged", e);
    } catch (LineTooLongException e) {
      throw failure(name, lines, "the next line has more than " + MAX_LINE_BYTES + " bytes", e);
    } catch (IOException e) {
      throw failure(name, lines, "cannot be read: " + e.getMessage(), e);
    }
    return lines.finish();
  }

  private static FeedException failure(String name, Lines lines, String what, IOException cause) {
    return new FeedException(name + ", after line " + lines.count + ": " + what, cause);
  }

  /** Closing it is its owner's business. */
  private static InputStream unpacked(InputStream in) throws IOException {
    BufferedInputStream raw = new BufferedInputStream(in, READ_BYTES);
    raw.mark(2);
    boolean gzip = raw.read() == 0x1f && raw.read() == 0x8b;
    raw.reset();
    return gzip ? new GZIPInputStream(raw, READ_BYTES) : raw;
  }

  /** Cuts what it is given into lines. */
  private static final class Lines {
    private final Consumer<byte[]> sink;
    private byte[] partial = new byte[1024];
    private int length;
    private long count;

    Lines(Consumer<byte[]> sink) {
      this.sink = sink;
    }

    void add(byte[] bytes, int end) throws LineTooLongException {
      int start = 0;
      for (int i = 0; i < end; i++) {
        if (bytes[i] == '\n') {
          append(bytes, start, i);
          emit();
          start = i + 1;
        }
      }
      append(bytes, start, end);
    }

    /** A last line needs no line end; without one character it is none. */
    long finish() {
      if (length > 0) {
        emit();
      }
      return count;
    }

    private void append(byte[] bytes, int start, int end) throws LineTooLongException {
      int newLength = length + end - start;
      if (newLength > MAX_LINE_BYTES) {
        throw new LineTooLongException();
      }
      if (newLength > partial.length) {
        partial = Arrays.copyOf(partial, Math.max(newLength, 2 * partial.length));
      }
      System.arraycopy(bytes, start, partial, length, end - start);
      length = newLength;
    }

    private void emit() {
      sink.accept(Arrays.copyOf(partial, length));
      length = 0;
      count++;
    }
  }

  private static final class LineTooLongException extends IOException {}
}
