package io.millrace.bench;

import io.millrace.bench.program.FolderBytes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** How many bytes a folder holds at the most, looked at each second until it is closed. */
final class FolderWatch implements AutoCloseable {

  private final Path folder;
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile long most;
  private volatile @Nullable IOException failure;

  private FolderWatch(Path folder) {
    this.folder = folder;
  }

  /** Begins; the folder need not be there. */
  static FolderWatch of(Path folder) {
    FolderWatch watch = new FolderWatch(folder);
    Thread thread = new Thread(watch::watch, "folder-watch");
    thread.setDaemon(true);
    thread.start();
    return watch;
  }

  /**
   * The most so far.
   *
   * @throws IOException if it could not be looked at
   */
  long most() throws IOException {
    if (failure != null) {
      throw failure;
    }
    return most;
  }

  @Override
  public void close() {
    closed.countDown();
  }

  private void watch() {
    try {
      while (!closed.await(1, TimeUnit.SECONDS)) {
        most = Math.max(most, FolderBytes.of(folder));
      }
    } catch (IOException e) {
      failure = e;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
