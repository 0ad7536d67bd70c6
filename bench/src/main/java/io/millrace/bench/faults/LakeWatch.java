package io.millrace.bench.faults;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Reads the lake all the time, as a user might: whatever is visible once must be a whole Parquet
 * file, and stay as it is. So no file was visible that a recovery takes back, and an id that is
 * visible twice at any moment is there twice in the end.
 */
final class LakeWatch implements AutoCloseable {

  private static final Duration POLL = Duration.ofMillis(200);

  /**
   * So many times what a look took passes until the next: a reader of many thousand files is not to
   * take it from the jobs.
   */
  private static final int REST = 5;

  private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);

  private record Seen(long size, FileTime changed) {}

  private final Path lake;
  private final Map<Path, Seen> files = new HashMap<>();
  private final List<String> violations = new CopyOnWriteArrayList<>();
  private final Thread thread = new Thread(this::watch, "lake-watch");
  private final Set<Path> allowed = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;
  private final AtomicLong looks = new AtomicLong();

  LakeWatch(Path lake) {
    this.lake = lake;
    thread.setDaemon(true);
    thread.start();
  }

  /** What it has seen that must not be; empty if all was well. */
  List<String> violations() {
    return List.copyOf(violations);
  }

  /** Somebody removes these files, and no reader is to be surprised. */
  void allow(Set<Path> removed) {
    allowed.addAll(removed);
  }

  /** How often it has looked. */
  long looks() {
    return looks.get();
  }

  @Override
  public void close() {
    closed = true;
    try {
      thread.join();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void watch() {
    while (!closed) {
      long begin = System.nanoTime();
      try {
        look();
      } catch (IOException | RuntimeException failure) {
        violations.add("the lake cannot be read: " + failure);
      }
      looks.incrementAndGet();
      long took = System.nanoTime() - begin;
      LockSupport.parkNanos(Math.max(POLL.toNanos(), REST * took));
    }
  }

  /** The files that a reader sees in a folder now. */
  static Set<Path> files(Path folder) throws IOException {
    return new HashSet<>(list(folder).keySet());
  }

  private static Map<Path, Seen> list(Path folder) throws IOException {
    Map<Path, Seen> now = new HashMap<>();
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (file.toString().endsWith(".parquet")
                && !file.getFileName().toString().startsWith(".")) {
              now.put(file, new Seen(attributes.size(), attributes.lastModifiedTime()));
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException gone) {
            // The server's own files, and empty folders, come and go.
            return FileVisitResult.CONTINUE;
          }
        });
    return now;
  }

  private void look() throws IOException {
    Map<Path, Seen> now = list(lake);
    for (Map.Entry<Path, Seen> before : files.entrySet()) {
      Seen is = now.get(before.getKey());
      if (is == null) {
        if (!allowed.contains(before.getKey())) {
          violations.add("vanished: " + before.getKey());
        }
      } else if (!is.equals(before.getValue())) {
        violations.add("changed: %s, %s, %s".formatted(before.getKey(), before.getValue(), is));
      }
    }
    for (Map.Entry<Path, Seen> one : now.entrySet()) {
      if (!files.containsKey(one.getKey()) && !isWhole(one.getKey())) {
        violations.add("not a whole Parquet file: " + one.getKey() + ", " + one.getValue());
      }
    }
    files.clear();
    files.putAll(now);
  }

  private static boolean isWhole(Path path) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
      byte[] magic = new byte[MAGIC.length];
      if (file.length() < 3L * MAGIC.length) {
        return false;
      }
      file.readFully(magic);
      boolean begins = java.util.Arrays.equals(magic, MAGIC);
      file.seek(file.length() - MAGIC.length);
      file.readFully(magic);
      return begins && java.util.Arrays.equals(magic, MAGIC);
    }
  }
}
