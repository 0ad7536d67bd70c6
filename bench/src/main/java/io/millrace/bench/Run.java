package io.millrace.bench;

import io.millrace.local.platform.Platform;
import java.nio.file.Path;
import java.util.List;
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

  Path checkpoints() {
    return folder.resolve("checkpoints");
  }

  String bootstrapServers() {
    return platform.broker().bootstrapServers();
  }

  /** Of the database: its URL, a user, the file of the user's password. */
  List<String> database() {
    return List.of(
        platform.database().jdbcUrl(),
        platform.database().user(),
        platform.database().passwordFile().toString());
  }
}
