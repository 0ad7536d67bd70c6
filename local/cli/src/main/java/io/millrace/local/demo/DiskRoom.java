package io.millrace.local.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Whether a demo's folder has room for a generated stream. */
public final class DiskRoom {

  /** Job jars, database, logs: what there is without any event. */
  private static final long ALWAYS = 400L << 20;

  /**
   * What an event of the storefront takes in the source, the files, the tables, and in the
   * checkpoints and savepoints of the jobs. Measured: docs/demo.md.
   */
  private static final long EACH = 1_500;

  private DiskRoom() {}

  /**
   * Refuses a stream that would fill the disk.
   *
   * @throws FolderRefusedException with the option to change, the bytes needed and those free
   */
  public static void check(long events, Path folder) throws IOException {
    check(events, folder, Files.getFileStore(existing(folder)).getUsableSpace());
  }

  static void check(long events, Path folder, long free) {
    double needed = ALWAYS + (double) events * EACH;
    if (needed > (double) free) {
      throw new FolderRefusedException(
          "--events %,d needs about %s in %s, where %s are free: ask for fewer, or name a folder elsewhere with --dir"
              .formatted(events, bytes(needed), folder, bytes((double) free)));
    }
  }

  private static String bytes(double count) {
    return count < 1e12
        ? "%,.1f GB (%,.0f bytes)".formatted(count / 1e9, count)
        : "%,.1f TB (%,.0f bytes)".formatted(count / 1e12, count);
  }

  private static Path existing(Path folder) {
    Path path = folder.toAbsolutePath();
    while (!Files.exists(path) && path.getParent() != null) {
      path = path.getParent();
    }
    return path;
  }
}
