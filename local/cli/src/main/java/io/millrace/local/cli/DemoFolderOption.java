package io.millrace.local.cli;

import io.millrace.local.demo.DemoState;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** {@code --dir} of the commands that work on what a demo left. */
final class DemoFolderOption {

  @Option(
      names = "--dir",
      paramLabel = "D",
      description = "A demo's folder (default: ${DEFAULT-VALUE}).")
  private Path folder = Path.of(".millrace", "demo");

  Path folder() {
    return folder.toAbsolutePath().normalize();
  }

  /** What the folder is of. */
  DemoState state() throws IOException {
    return DemoState.of(folder())
        .orElseThrow(
            () ->
                CommandException.badUsage(
                    "%s is no demo's folder (it has no %s): run `millrace demo --dir %s` first, or name another with --dir"
                        .formatted(folder(), DemoState.FILE, folder)));
  }
}
