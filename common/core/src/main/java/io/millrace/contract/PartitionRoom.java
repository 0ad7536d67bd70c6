package io.millrace.contract;

import java.util.Collection;

/**
 * How long the folders of a stream's partition keys may be, so that the whole key of a file fits
 * into the 1,024 bytes that S3 gives it.
 */
public final class PartitionRoom {

  /**
   * For the partition keys' folders. The rest is for the lake's own folder (200 bytes), the
   * stream's, date and hour, and the file's name with what a writer adds to it while it writes.
   */
  private static final int BYTES = 600;

  /** Names on disk may have 255 bytes; a key's have 63. */
  private static final int MOST = 180;

  /** The name of the folder of null has 26, a hash that tells values apart 17. */
  static final int LEAST = 32;

  private PartitionRoom() {}

  /**
   * The most bytes that each value may have in its folder's name.
   *
   * @param keys the names of the folders' keys, ASCII
   */
  public static int valueBytes(Collection<String> keys) {
    int rest = BYTES;
    for (String key : keys) {
      rest -= key.length() + "/=".length();
    }
    return keys.isEmpty() ? MOST : Math.min(MOST, rest / keys.size());
  }
}
