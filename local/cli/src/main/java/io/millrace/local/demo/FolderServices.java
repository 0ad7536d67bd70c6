package io.millrace.local.demo;

import io.millrace.local.audit.KafkaSourceReader;
import io.millrace.local.audit.SourceReader;
import io.millrace.local.platform.Platform;
import io.millrace.local.platform.PlatformSettings;
import io.millrace.local.platform.PlatformSettings.Service;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The broker and the database of a demo's folder: those of the demo that is up, or else ones
 * started for the occasion and stopped on {@link #close}.
 */
public final class FolderServices implements AutoCloseable {

  private static final String USER = "millrace";

  private final @Nullable Platform platform;
  private final String bootstrapServers;
  private final String jdbcUrl;
  private final String password;

  private FolderServices(
      @Nullable Platform platform, String bootstrapServers, String jdbcUrl, String password) {
    this.platform = platform;
    this.bootstrapServers = bootstrapServers;
    this.jdbcUrl = jdbcUrl;
    this.password = password;
  }

  /** Finds or starts the services named, of broker and database. */
  public static FolderServices open(Path folder, DemoState state, Service... services)
      throws IOException {
    DemoState.Running running = state.alive().orElse(null);
    if (running != null) {
      Path password = folder.resolve("secrets").resolve("database-password");
      return new FolderServices(
          null, running.bootstrapServers(), running.jdbcUrl(), Files.readString(password));
    }
    Platform platform = Platform.start(PlatformSettings.in(folder).only(services));
    Set<Service> started = Set.of(services);
    return new FolderServices(
        platform,
        started.contains(Service.BROKER) ? platform.broker().bootstrapServers() : "",
        started.contains(Service.DATABASE) ? platform.database().jdbcUrl() : "",
        started.contains(Service.DATABASE) ? platform.database().password() : "");
  }

  public String bootstrapServers() {
    return bootstrapServers;
  }

  /** A reader of a topic. */
  public SourceReader source(String topic) {
    Properties connection = new Properties();
    connection.put("bootstrap.servers", bootstrapServers);
    return KafkaSourceReader.open(List.of(topic), connection);
  }

  /** A new connection to the database. */
  public Connection connect() throws SQLException {
    return DriverManager.getConnection(jdbcUrl, USER, password);
  }

  @Override
  public void close() {
    if (platform != null) {
      platform.close();
    }
  }
}
