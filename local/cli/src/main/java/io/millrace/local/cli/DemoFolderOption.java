package io.millrace.local.cli;

import io.millrace.local.demo.DemoState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** {@code --dir} of the commands that work on what a demo left. */
final class DemoFolderOption {

  private static final Path DEFAULT = Path.of(".millrace", "demo");

  @Option(
      names = "--dir",
      paramLabel = "D",
      description = "A demo's folder (default: ${DEFAULT-VALUE}).")
  private Path folder = DEFAULT;

  Path folder() {
    return folder.toAbsolutePath().normalize();
  }

  /** What the folder is of. */
  DemoState state() throws IOException {
    return DemoState.of(folder())
        .orElseThrow(
            () ->
                CommandException.badUsage(
                    "%s is no demo's folder (it has no %s): %s"
                        .formatted(folder(), DemoState.FILE, advice())));
  }

  /** A demo refuses a folder with anything else in it: it is no way out there. */
  private String advice() {
    if (hasOtherThings()) {
      return "name a demo's folder with --dir";
    }
    return folder.equals(DEFAULT)
        ? "run `./millrace demo` here first, or name a demo's folder with --dir"
        : "run `./millrace demo --dir %s` first, or name a demo's folder with --dir"
            .formatted(folder);
  }

  private boolean hasOtherThings() {
    if (!Files.exists(folder)) {
      return false;
    }
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.findAny().isPresent();
    } catch (IOException noFolder) {
      return true; // A file, or closed to us.
    }
  }
}
