package io.millrace.local.feed;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * The lines of a file, one record each, bytes as they are: broken lines are passed on, and an empty
 * line is a record without bytes. Lines end at {@code \n}; a {@code \r} before it stays, since it
 * is white space to JSON. A file that begins with gzip's magic number is unpacked, whatever its
 * name.
 *
 * <p>Lines are spread over the partitions by their bytes, so equal lines share one and keep their
 * order. A record's timestamp is the time at which it is read.
 */
public final class FileFeed implements Feed {

  /** What one record may hold at the most; the demo's topic takes no larger one. */
  public static final int MAX_LINE_BYTES = 16 << 20;

  private static final int PARTITIONS = 4;
  private static final int READ_BYTES = 1 << 16;

  private final Path file;
  private final InstantSource clock;
  private final long records;

  private FileFeed(Path file, InstantSource clock) {
    this.file = file;
    this.clock = clock;
    this.records = readLines(line -> {});
  }

  /**
   * Reads {@code file} through once, so that a file that is cut off or damaged is found before
   * anything is started for it.
   *
   * @throws FeedException if the file cannot be read to its end
   */
  public static FileFeed of(Path file, InstantSource clock) {
    return new FileFeed(file, clock);
  }

  @Override
  public int partitions() {
    return PARTITIONS;
  }

  @Override
  public long records() {
    return records;
  }

  @Override
  public void forEach(Consumer<FeedRecord> sink) {
    readLines(
        line -> {
          int partition = Math.floorMod(Arrays.hashCode(line), PARTITIONS);
          sink.accept(new FeedRecord(partition, clock.millis(), null, line, List.of()));
        });
  }

  private long readLines(Consumer<byte[]> sink) {
    Lines lines = new Lines(sink);
    try (InputStream in = open(file)) {
      byte[] buffer = new byte[READ_BYTES];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        lines.add(buffer, n);
      }
    } catch (EOFException e) {
      throw failure(lines, "the gzip data ends early: the file was cut off", e);
    } catch (ZipException e) {
      throw failure(lines, "the gzip data is damaged", e);
    } catch (LineTooLongException e) {
      throw failure(lines, "the next line has more than " + MAX_LINE_BYTES + " bytes", e);
    } catch (IOException e) {
      throw failure(lines, "cannot be read: " + e.getMessage(), e);
    }
    return lines.finish();
  }

  private FeedException failure(Lines lines, String what, IOException cause) {
    return new FeedException(file + ", after line " + lines.count + ": " + what, cause);
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

  /** The file's bytes, unpacked where they are gzip. */
  private static InputStream open(Path file) throws IOException {
    BufferedInputStream raw = new BufferedInputStream(Files.newInputStream(file), READ_BYTES);
    try {
      raw.mark(2);
      boolean gzip = raw.read() == 0x1f && raw.read() == 0x8b;
      raw.reset();
      return gzip ? new GZIPInputStream(raw, READ_BYTES) : raw;
    } catch (IOException e) {
      raw.close();
      throw e;
    }
  }
}
