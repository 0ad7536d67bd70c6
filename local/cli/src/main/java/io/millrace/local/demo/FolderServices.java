package io.millrace.local.demo;

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
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The source and the database of a demo's folder: those of the demo that is up, or else ones
 * started for the occasion and stopped on {@link #close}.
 */
public final class FolderServices implements AutoCloseable {

  private static final String USER = "millrace";

  private final @Nullable Platform platform;
  private final DemoState state;
  private final String source;
  private final String jdbcUrl;
  private final String password;

  private FolderServices(
      @Nullable Platform platform,
      DemoState state,
      String source,
      String jdbcUrl,
      String password) {
    this.platform = platform;
    this.state = state;
    this.source = source;
    this.jdbcUrl = jdbcUrl;
    this.password = password;
  }

  /** Finds or starts the services named, of the demo's source and the database. */
  public static FolderServices open(Path folder, DemoState state, Service... services)
      throws IOException {
    DemoState.Running running = state.alive().orElse(null);
    if (running != null) {
      Path password = folder.resolve("secrets").resolve("database-password");
      return new FolderServices(
          null, state, running.source(), running.jdbcUrl(), Files.readString(password));
    }
    Platform platform = Platform.start(PlatformSettings.in(folder).only(services));
    Set<Service> started = Set.of(services);
    return new FolderServices(
        platform,
        state,
        started.contains(state.source().service()) ? state.source().address(platform) : "",
        started.contains(Service.DATABASE) ? platform.database().jdbcUrl() : "",
        started.contains(Service.DATABASE) ? platform.database().password() : "");
  }

  /** A reader of the demo's stream. */
  public SourceReader source() {
    return state.source().reader(source, state.topic());
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
