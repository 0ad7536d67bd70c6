package io.millrace.bench;

import io.millrace.local.platform.Platform;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * One run of a program.
 *
 * @param topic what it reads, to the end
 * @param folder its own: {@code lake/} for its files, {@code checkpoints/}
 * @param schema of the database, for its tables
 * @param profile where it writes its profile; null if nobody wants one
 */
record Run(Platform platform, String topic, Path folder, String schema, @Nullable Path profile) {

  Path lake() {
    return folder.resolve("lake");
  }

  String bootstrapServers() {
    return platform.broker().bootstrapServers();
  }
}
