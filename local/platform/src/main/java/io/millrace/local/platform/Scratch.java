package io.millrace.local.platform;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Files of one run, which nobody needs after it. */
final class Scratch {

  private Scratch() {}

  /**
   * Deletes a folder and all in it; nothing happens when there is none. Links are deleted, not
   * followed.
   */
  static void delete(Path folder) {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      List<Path> innermostFirst = files.sorted(Comparator.reverseOrder()).toList();
      for (Path file : innermostFirst) {
        Files.delete(file);
      }
    } catch (IOException failure) {
      throw new PlatformException("Cannot delete " + folder, failure);
    }
  }
}
