package io.millrace.local.feed;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

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

  private static final int PARTITIONS = 4;

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
    try (InputStream in = Files.newInputStream(file)) {
      return LineReader.read(in, file.toString(), sink);
    } catch (IOException e) {
      throw new FeedException(file + ": cannot be read: " + e.getMessage(), e);
    }
  }
}
