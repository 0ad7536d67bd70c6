package io.millrace.local.query;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * An in-memory DuckDB with one view a stream of a lake folder, the view {@code rejected} over all
 * dead letters, a view {@code <stream>_<session>} of the closed sessions of each definition, and on
 * demand copies of PostgreSQL's tables in the schema {@code pg}. The lake is read in place and
 * never written. All times are UTC. Nothing is downloaded: DuckDB's extensions stay off. Not
 * thread-safe.
 */
public final class LakeDatabase implements AutoCloseable {

  private static final String DEAD_LETTERS = "_rejected";
  private static final String SESSIONS = "_sessions";

  private final Connection duckdb;

  private LakeDatabase(Connection duckdb) {
    this.duckdb = duckdb;
  }

  /**
   * Opens a database over {@code lake}, which need not exist yet; streams without files have no
   * view.
   */
  public static LakeDatabase open(Path lake) throws SQLException, IOException {
    Connection connection = DriverManager.getConnection("jdbc:duckdb:");
    try {
      LakeDatabase database = new LakeDatabase(connection);
      database.run("SET TimeZone = 'UTC'");
      database.run("SET autoinstall_known_extensions = false");
      database.run("SET autoload_known_extensions = false");
      database.defineViews(lake);
      return database;
    } catch (SQLException | IOException | RuntimeException e) {
      connection.close();
      throw e;
    }
  }

  /** Whether there is a view of that name. */
  public boolean has(String view) throws SQLException {
    return !query(
            "SELECT 1 FROM duckdb_views() WHERE NOT internal AND view_name = " + literal(view))
        .rows()
        .isEmpty();
  }

  /** Runs one statement; statements without a result give a table without columns. */
  public ResultTable query(String sql) throws SQLException {
    try (Statement statement = duckdb.createStatement()) {
      if (!statement.execute(sql)) {
        return new ResultTable(List.of(), List.of());
      }
      try (ResultSet rows = statement.getResultSet()) {
        return ResultTable.of(rows);
      }
    }
  }

  /** Copies every table of {@code postgres}' schema {@code public} into the schema {@code pg}. */
  public void copyTables(Connection postgres) throws SQLException {
    new TableCopy(postgres, duckdb).copyAll("public", "pg");
  }

  /** The connection itself, for bulk loads. */
  public Connection connection() {
    return duckdb;
  }

  /** A string as an SQL literal. */
  public static String literal(String text) {
    return "'" + text.replace("'", "''") + "'";
  }

  /** A name as an SQL identifier. */
  public static String identifier(String name) {
    return "\"" + name.replace("\"", "\"\"") + "\"";
  }

  @Override
  public void close() throws SQLException {
    duckdb.close();
  }

  private void defineViews(Path lake) throws SQLException, IOException {
    for (Path folder : foldersWithFiles(lake)) {
      String name = folder.getFileName().toString();
      if (!name.startsWith("_")) {
        view(identifier(name), filed(folder));
      }
    }
    List<Path> deadLetters = foldersWithFiles(lake.resolve(DEAD_LETTERS));
    if (!deadLetters.isEmpty()) {
      view(
          "rejected",
          "%s, hive_types = {'ingest_date': DATE}".formatted(files(lake.resolve(DEAD_LETTERS))));
    }
    for (Path stream : foldersWithFiles(lake.resolve(SESSIONS))) {
      for (Path session : foldersWithFiles(stream)) {
        String name = stream.getFileName() + "_" + session.getFileName();
        if (!has(name)) { // A stream may have that name.
          view(identifier(name), filed(session));
        }
      }
    }
  }

  /** What is filed by event time. */
  private static String filed(Path folder) {
    return "%s, hive_types = {'event_date': DATE, 'event_hour': INTEGER}".formatted(files(folder));
  }

  private void view(String name, String source) throws SQLException {
    run(
        "CREATE VIEW %s AS SELECT * FROM read_parquet(%s, hive_partitioning = true, union_by_name = true)"
            .formatted(name, source));
  }

  private static String files(Path folder) {
    return literal(globbed(folder.toAbsolutePath().toString()) + "/**/*.parquet");
  }

  /** A path in which no character is a wildcard. */
  private static String globbed(String path) {
    return path.replaceAll("([\\[*?])", "[$1]");
  }

  private static List<Path> foldersWithFiles(Path parent) throws IOException {
    List<Path> folders = new ArrayList<>();
    if (Files.isDirectory(parent)) {
      try (Stream<Path> children = Files.list(parent)) {
        for (Path child : children.filter(Files::isDirectory).sorted().toList()) {
          if (hasParquet(child)) {
            folders.add(child);
          }
        }
      }
    }
    return folders;
  }

  private static boolean hasParquet(Path folder) throws IOException {
    ParquetSearch search = new ParquetSearch();
    Files.walkFileTree(folder, search);
    return search.found();
  }

  private void run(String sql) throws SQLException {
    try (Statement statement = duckdb.createStatement()) {
      statement.execute(sql);
    }
  }
}
