package io.millrace.bench.faults;

import io.millrace.local.platform.Database;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What processes take for granted: a network, names, room on disks. Disks are the machine's own
 * where no other can be mounted. Safe for use by several threads.
 */
final class Surroundings implements AutoCloseable {

  private final Path disks;
  private final DataNetwork network = new DataNetwork();
  private final HostNames names;
  private final Map<String, SmallDisk> taskManagers = new ConcurrentHashMap<>();
  private final @Nullable SmallDisk database;

  private Surroundings(Path disks, HostNames names, @Nullable SmallDisk database) {
    this.disks = disks;
    this.names = names;
    this.database = database;
  }

  /** Before the platform starts; the folder exists. */
  static Surroundings in(Path folder) throws IOException {
    Path disks = folder.toAbsolutePath().resolve("disks");
    return new Surroundings(
        disks,
        new HostNames(folder.toAbsolutePath().resolve("hosts")),
        SmallDisk.canBeMounted() ? SmallDisk.at(disks.resolve("database")) : null);
  }

  DataNetwork network() {
    return network;
  }

  HostNames names() {
    return names;
  }

  /** On which the database keeps its tables; its log of writes is elsewhere. */
  Optional<SmallDisk> databaseDisk() {
    return Optional.ofNullable(database);
  }

  /** On which a TaskManager keeps its working state, and files on their way to the lake. */
  Optional<SmallDisk> diskOf(String taskManager) {
    return Optional.ofNullable(taskManagers.get(taskManager));
  }

  /** Flink's settings for a TaskManager that is about to be started. */
  Map<String, String> settingsOf(String taskManager) {
    Map<String, String> settings = new HashMap<>(network.settingsOf(taskManager));
    if (database != null) {
      try {
        SmallDisk disk = SmallDisk.at(disks.resolve(taskManager));
        taskManagers.put(taskManager, disk);
        settings.put("io.tmp.dirs", disk.path().toString());
      } catch (IOException failure) {
        throw new UncheckedIOException(failure);
      }
    }
    return settings;
  }

  /** What the others left takes memory. */
  void keepOnly(Collection<String> living) throws IOException {
    for (String name : List.copyOf(taskManagers.keySet())) {
      if (!living.contains(name)) {
        Objects.requireNonNull(taskManagers.remove(name)).close();
      }
    }
  }

  /** Moves a database that is empty to its disk. */
  void settle(Database server) throws SQLException {
    if (database == null) {
      return;
    }
    String url = server.jdbcUrl().replaceFirst("[^/]*$", "postgres");
    try (Connection superuser = DriverManager.getConnection(url, "postgres", server.password());
        Statement statement = superuser.createStatement()) {
      String location = database.path().toString().replace("'", "''");
      statement.execute("CREATE TABLESPACE small LOCATION '" + location + "'");
      statement.execute("ALTER DATABASE " + server.name() + " SET TABLESPACE small");
    }
  }

  /** After the platform's end. */
  @Override
  public void close() {
    network.close();
    try {
      keepOnly(List.of());
      if (database != null) {
        database.keepAndClose();
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
