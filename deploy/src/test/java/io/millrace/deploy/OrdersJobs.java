package io.millrace.deploy;

import io.millrace.connectors.jdbc.JdbcTable;
import io.millrace.connectors.jdbc.TableDdl;
import io.millrace.contract.ContractCompiler;
import io.millrace.local.demo.ContractTables;
import io.millrace.local.platform.FlinkRest;
import io.millrace.local.platform.FlinkSettings;
import io.millrace.local.platform.JobStart;
import io.millrace.local.platform.JobState;
import io.millrace.local.platform.Platform;
import io.millrace.local.platform.PlatformSettings;
import io.millrace.local.query.LakeDatabase;
import io.millrace.local.query.ResultTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The three jobs over the orders of the kept savepoints, on a platform of their own. */
final class OrdersJobs implements AutoCloseable {

  static final List<String> JOBS = List.of("lake", "rollups", "sessions");

  private static final Duration LIMIT = Duration.ofMinutes(3);
  private static final String TOPIC = "orders";

  private final Platform platform;
  private final Path contract;
  private final Map<String, String> ids = new LinkedHashMap<>();

  private OrdersJobs(Platform platform, Path contract) {
    this.platform = platform;
    this.contract = contract;
  }

  static OrdersJobs start(Path folder, Path contract) throws IOException, SQLException {
    OrdersJobs jobs =
        new OrdersJobs(
            Platform.start(
                PlatformSettings.in(folder)
                    .withFlink(
                        FlinkSettings.defaults()
                            .withTaskManagers(1, 2 * JOBS.size())
                            .withCheckpointInterval(Duration.ofSeconds(1)))),
            contract);
    try {
      jobs.createTables();
      return jobs;
    } catch (IOException | SQLException | RuntimeException failure) {
      jobs.close();
      throw failure;
    }
  }

  String brokers() {
    return platform.broker().bootstrapServers();
  }

  static String topic() {
    return TOPIC;
  }

  /** Submits the jar of a job, to go on from a savepoint if one is given. */
  void submit(String job, int subtasks, Optional<Path> savepoint) throws IOException {
    FlinkRest rest = platform.flink().rest();
    JobStart start = new JobStart(arguments(job)).withParallelism(subtasks);
    ids.put(
        job,
        rest.run(
            rest.upload(jarOf(job)),
            savepoint.map(path -> start.restoredFrom(path.toUri().toString())).orElse(start)));
  }

  /** Ends a job; returns the folder of its savepoint. */
  Path stop(String job) throws IOException {
    String id = ids.get(job);
    String uri = platform.flink().rest().stopWithSavepoint(id, LIMIT);
    platform.flink().rest().awaitState(id, LIMIT, JobState.FINISHED);
    String bucket = "s3://" + Platform.FLINK_BUCKET + "/";
    if (!uri.startsWith(bucket)) {
      throw new IOException("the savepoint is elsewhere: " + uri);
    }
    return platform
        .objectStore()
        .bucket(Platform.FLINK_BUCKET)
        .resolve(uri.substring(bucket.length()));
  }

  /** How many checkpoints of a job have completed. */
  long checkpoints(String job) throws IOException {
    return platform.flink().rest().checkpoints(ids.get(job)).completed();
  }

  void ensureAlive() throws IOException {
    for (Map.Entry<String, String> job : ids.entrySet()) {
      List<String> failures = platform.flink().rest().exceptions(job.getValue());
      if (!failures.isEmpty()) {
        throw new IOException(job.getKey() + " failed: " + failures);
      }
    }
  }

  /** A query's rows in PostgreSQL, a string each. */
  List<String> table(String sql) throws SQLException {
    try (Connection database = connect()) {
      return lines(ResultTable.query(database, sql));
    }
  }

  /** A query's rows in DuckDB over the lake, a string each; none while it has no such view. */
  List<String> lake(String view, String sql) throws SQLException, IOException {
    try (LakeDatabase lake = LakeDatabase.open(platform.lakeFolder())) {
      return lake.has(view) ? lines(lake.query(sql)) : List.of();
    }
  }

  @Override
  public void close() {
    platform.close();
  }

  private static List<String> lines(ResultTable table) {
    return table.rows().stream()
        .map(row -> row.stream().map(String::valueOf).collect(Collectors.joining(" ")))
        .toList();
  }

  private List<String> arguments(String job) throws IOException {
    Path none = Files.writeString(platform.folder().resolve("none.json"), "[]");
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("job.contract", contract.toString());
    settings.put("source.type", "kafka");
    settings.put("source.bootstrap-servers", brokers());
    settings.put("source.topic", TOPIC);
    settings.put("source.group-id", job + "-" + TOPIC);
    // None of the partitions is ever empty, however slow the machine.
    settings.put("source.idle-timeout", "10 min");
    settings.put("jdbc.url", platform.database().jdbcUrl());
    settings.put("jdbc.user", platform.database().user());
    settings.put("jdbc.password", "${file:" + platform.database().passwordFile() + "}");
    if (!job.equals("rollups")) {
      settings.put("lake.path", platform.lakeUri());
    }
    List<String> arguments = new ArrayList<>(List.of("--config", none.toString()));
    settings.forEach((key, value) -> arguments.add("--" + key + "=" + value));
    return arguments;
  }

  private void createTables() throws IOException, SQLException {
    try (Connection database = connect();
        Statement statement = database.createStatement()) {
      for (JdbcTable table :
          ContractTables.of(
              ContractCompiler.compile(contract.toString(), Files.readAllBytes(contract)))) {
        statement.execute(TableDdl.create(table, Optional.empty()));
      }
    }
  }

  private Connection connect() throws SQLException {
    return DriverManager.getConnection(
        platform.database().jdbcUrl(), platform.database().user(), platform.database().password());
  }

  private static Path jarOf(String job) throws IOException {
    Path target = Path.of(System.getProperty("millrace.home"), "jobs", job, "target");
    try (Stream<Path> files = Files.list(target)) {
      return files
          .filter(file -> file.getFileName().toString().matches("millrace-" + job + "-[0-9.]+jar"))
          .findFirst()
          .orElseThrow(() -> new IOException("no jar of job " + job));
    }
  }
}
