package io.millrace.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** How long it takes from {@code ./millrace demo} to the first committed file in the lake. */
final class PlatformStart {

  private static final long POLL_MILLIS = 100;
  private static final long LONGEST_SECONDS = 600;

  private PlatformStart() {}

  /** Seconds on the clock, so it wants a machine that does nothing else. */
  static double secondsToFirstFile(Path folder) throws IOException, InterruptedException {
    Path state = folder.resolve("demo");
    Path log = Files.createDirectories(folder).resolve("demo.log");
    long start = System.nanoTime();
    Process demo =
        new ProcessBuilder(
                List.of(
                    Checkout.resolve("millrace").toString(),
                    "demo",
                    "--events",
                    "100000",
                    "--dir",
                    state.toString(),
                    "--exit"))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    try {
      while (!hasFile(state.resolve("s3"))) {
        if (demo.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
          throw new IOException("the demo ended without a file: " + Files.readString(log));
        }
        if (System.nanoTime() - start > TimeUnit.SECONDS.toNanos(LONGEST_SECONDS)) {
          throw new IOException(
              "no file after " + LONGEST_SECONDS + " s: " + Files.readString(log));
        }
      }
      double seconds = (System.nanoTime() - start) / (double) TimeUnit.SECONDS.toNanos(1);
      if (demo.waitFor() != 0) {
        throw new IOException("the demo does not balance: " + Files.readString(log));
      }
      return seconds;
    } finally {
      demo.destroy();
    }
  }

  /** Flink completes an upload, which is when the object appears, when its checkpoint is. */
  private static boolean hasFile(Path store) throws IOException {
    if (!Files.exists(store)) {
      return false;
    }
    try (Stream<Path> files = Files.walk(store)) {
      return files.anyMatch(
          file -> file.toString().contains("/event_date=") && file.toString().endsWith(".parquet"));
    } catch (UncheckedIOException changing) {
      // A folder went away under the walk: look again later.
      return false;
    }
  }
}
