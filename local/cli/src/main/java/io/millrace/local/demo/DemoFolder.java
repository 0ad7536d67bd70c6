package io.millrace.local.demo;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The folder that a demo keeps all its state in. A demo always begins afresh: what an earlier demo
 * left there is removed, and nothing else ever is.
 */
final class DemoFolder {

  /** What a demo and its platform make; the lock stays, since others may hold it. */
  private static final List<String> MADE_BY_DEMOS =
      List.of(
          "kafka",
          "kafka.properties",
          "kinesis",
          "s3",
          "postgres",
          "secrets",
          "flink",
          "logs",
          "run",
          DemoJob.LAKE.file(),
          DemoJob.ROLLUPS.file(),
          DemoJob.SESSIONS.file());

  private DemoFolder() {}

  /**
   * Makes the folder ready for a new demo.
   *
   * @return whether an earlier demo's state was removed
   * @throws FolderRefusedException if something else is in it, a demo is running there, or it
   *     cannot be made, read or written
   */
  static boolean beginAfresh(Path folder) throws IOException {
    DemoState before;
    try {
      Files.createDirectories(folder);
      before = DemoState.of(folder).orElse(null);
    } catch (FileAlreadyExistsException | NotDirectoryException e) {
      throw new FolderRefusedException(folder + " is not a folder");
    } catch (FileSystemException e) {
      throw unusable(folder, "made or read", e);
    }
    if (!Files.isReadable(folder) || !Files.isWritable(folder)) {
      throw unusable(folder, "read and written", null);
    }
    if (before == null) {
      if (!isEmpty(folder)) {
        throw new FolderRefusedException(
            folder
                + " is not empty, and no demo made it: name another folder with --dir (an empty one, a new one, or an earlier demo's)");
      }
      return false;
    }
    DemoState.Running running = before.alive().orElse(null);
    if (running != null) {
      throw new FolderRefusedException(
          "a demo is running in %s (process %d): stop it, or name another folder with --dir"
              .formatted(folder, running.pid()));
    }
    for (String name : MADE_BY_DEMOS) {
      delete(folder.resolve(name));
    }
    return true;
  }

  private static FolderRefusedException unusable(
      Path folder, String use, @Nullable FileSystemException cause) {
    String reason =
        cause == null || cause instanceof AccessDeniedException
            ? "no permission"
            : cause.getReason();
    return new FolderRefusedException(
        "%s cannot be %s%s: name another folder with --dir"
            .formatted(folder, use, reason == null ? "" : " (" + reason + ")"));
  }

  private static boolean isEmpty(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.findAny().isEmpty();
    }
  }

  private static void delete(Path root) throws IOException {
    if (!Files.exists(root)) {
      return;
    }
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException failure)
              throws IOException {
            if (failure != null) {
              throw failure;
            }
            Files.delete(visited);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
