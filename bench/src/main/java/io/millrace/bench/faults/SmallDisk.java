package io.millrace.bench.faults;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A disk in memory that can be made as small as what lies on it. Takes root, and Linux. */
final class SmallDisk implements AutoCloseable {

  /** Nobody fills it; what is not used takes no memory. */
  private static final String ROOMY = "16g";

  private static final long PAGE = 4096;
  private static final long LIMIT_SECONDS = 60;

  private final Path path;

  private SmallDisk(Path path) {
    this.path = path;
  }

  /** Mounts an empty one at a folder, which is made. */
  static SmallDisk at(Path path) throws IOException {
    Files.createDirectories(path);
    run("mount", "-t", "tmpfs", "-o", "mode=0700,size=" + ROOMY, "millrace", path.toString());
    return new SmallDisk(path);
  }

  /** Whether this process may mount one. */
  static boolean canBeMounted() {
    try {
      Path folder = Files.createTempDirectory("millrace-disk");
      try (SmallDisk tried = at(folder)) {
        return Files.getFileStore(tried.path()).type().equals("tmpfs");
      } finally {
        Files.delete(folder);
      }
    } catch (IOException refused) {
      return false;
    }
  }

  Path path() {
    return path;
  }

  /** Leaves no room. What is deleted from it makes room until the next call. */
  void fill() throws IOException {
    FileStore store = Files.getFileStore(path);
    long free = store.getUnallocatedSpace();
    if (free == 0) {
      return;
    }
    try {
      resize(Long.toString(Math.max(PAGE, store.getTotalSpace() - free)));
    } catch (IOException grown) {
      // More lies on it by now: the next call has another size.
    }
  }

  void makeRoom() throws IOException {
    resize(ROOMY);
  }

  /** Keeps what lies on it in the folder, for people, and unmounts it. */
  void keepAndClose() throws IOException {
    Path copy = path.resolveSibling(path.getFileName() + ".copy");
    run("cp", "-a", path.toString(), copy.toString());
    close();
    Files.delete(path);
    Files.move(copy, path);
  }

  /** Unmounts it; nothing remains of it, once the last process has closed its files. */
  @Override
  public void close() throws IOException {
    run("umount", "--lazy", path.toString());
  }

  private void resize(String size) throws IOException {
    run("mount", "-o", "remount,size=" + size, path.toString());
  }

  private static void run(String... command) throws IOException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw new IOException(String.join(" ", command) + ": " + said.strip());
      }
    } catch (InterruptedException interrupted) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", interrupted);
    }
  }
}
