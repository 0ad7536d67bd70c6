package io.millrace.bench;

import io.millrace.local.platform.Platform;
import java.nio.file.Path;

/**
 * One run of a program.
 *
 * @param topic what it reads, to the end
 * @param folder its own: {@code lake/} for its files, {@code checkpoints/}
 */
record Run(Platform platform, String topic, Path folder) {

  Path lake() {
    return folder.resolve("lake");
  }

  String bootstrapServers() {
    return platform.broker().bootstrapServers();
  }
}
