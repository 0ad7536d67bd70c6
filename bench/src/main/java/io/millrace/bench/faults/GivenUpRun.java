package io.millrace.bench.faults;

import io.millrace.bench.storefront.SubmittedJob;
import io.millrace.local.query.LakeDatabase;
import io.millrace.local.query.ResultTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/**
 * What the lake's job does from a savepoint on, until it goes back to that savepoint, over the
 * files that it has committed since. What it promises is what the page says: those events are there
 * twice, and no others; and once the files and pages of the run that was given up are removed,
 * everything is exact again.
 */
final class GivenUpRun implements AutoCloseable {

  private static final Duration LIMIT = Duration.ofMinutes(10);
  private static final Duration POLL = Duration.ofMillis(100);
  private static final long FEWEST = 200;
  private static final long PER_SECOND = 1_000;
  private static final List<String> PAGES =
      List.of("ledger", "ledger_reason", "ledger_partition", "ledger_gap");

  private final Scene scene;
  private final SubmittedJob job;
  private final Connection database;
  private final Set<String> before;
  private final Set<Path> old;

  private GivenUpRun(Scene scene, SubmittedJob job, Connection database)
      throws SQLException, IOException {
    this.scene = scene;
    this.job = job;
    this.database = database;
    this.before = runs();
    this.old = files();
  }

  /** Stops the job with a savepoint and lets it go on, until it has committed something new. */
  static GivenUpRun begin(Scene scene, long moreRecords) throws Exception {
    SubmittedJob job = scene.jobs().get(0);
    job.stop();
    Connection database = scene.ledger().connect();
    try {
      GivenUpRun run = new GivenUpRun(scene, job, database);
      long consumed = scene.ledger().consumed(database, job);
      job.restore(2);
      scene.feeding().allow(scene.feeding().sent() + FEWEST + moreRecords, PER_SECOND);
      await(() -> scene.ledger().consumed(database, job) >= consumed + FEWEST / 2);
      return run;
    } catch (Exception | Error failure) {
      database.close();
      throw failure;
    }
  }

  SubmittedJob job() {
    return job;
  }

  /** The job has been cancelled: it goes back, and what the run has left is removed. */
  void goBack() throws Exception {
    Set<String> givenUp = runs();
    givenUp.removeAll(before);
    Map<String, Long> reached = reached(givenUp);
    Set<Path> newer = files();
    job.restore(2);
    Set<Path> now = files();
    if (scene.clock().read(job).completed() == 0) {
      // One that was on its way when the job was cancelled.
      newer = now;
    }
    newer.removeAll(old);
    await(() -> isBehind(reached, reached(others(givenUp))));
    scene.note("files", newer.size());
    scene.note("doubled for a while", awaitDoubled(newer));
    remove(newer, givenUp);
  }

  @Override
  public void close() throws SQLException {
    database.close();
  }

  private interface Condition {
    boolean holds() throws SQLException;
  }

  private static void await(Condition condition) throws SQLException {
    long deadline = System.nanoTime() + LIMIT.toNanos();
    while (!condition.holds()) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException("the lake's job did not go on in " + LIMIT);
      }
      LockSupport.parkNanos(POLL.toNanos());
    }
  }

  private Set<String> runs() throws SQLException {
    return scene.ledger().runs(database, job);
  }

  private Set<String> others(Set<String> runs) throws SQLException {
    Set<String> others = runs();
    others.removeAll(runs);
    return others;
  }

  /** By split, the last position of these runs' pages. */
  private Map<String, Long> reached(Set<String> runs) throws SQLException {
    Map<String, Long> reached = new HashMap<>();
    if (runs.isEmpty()) {
      return reached;
    }
    for (List<?> row :
        ResultTable.query(
                database,
                "SELECT split, max(last_position)::bigint FROM ledger WHERE consumed > 0 AND job = '%s' AND run IN (%s) GROUP BY split"
                    .formatted(job.name(), literals(runs)))
            .rows()) {
      reached.put(row.get(0).toString(), ((Number) row.get(1)).longValue());
    }
    return reached;
  }

  private static boolean isBehind(Map<String, Long> positions, Map<String, Long> reached) {
    return positions.entrySet().stream()
        .allMatch(last -> reached.getOrDefault(last.getKey(), -1L) >= last.getValue());
  }

  /**
   * How many events are in the lake twice: all those of the newer files, and none besides. A
   * checkpoint's files need not be visible when its pages are.
   */
  private long awaitDoubled(Set<Path> newer) throws SQLException, IOException {
    long deadline = System.nanoTime() + LIMIT.toNanos();
    while (true) {
      List<?> counts = doubled(newer);
      if (counts.stream().distinct().count() == 1) {
        return ((Number) counts.get(0)).longValue();
      }
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException(
            "events of the newer files, those that are there twice, and both: " + counts);
      }
      LockSupport.parkNanos(POLL.toNanos());
    }
  }

  private List<?> doubled(Set<Path> newer) throws SQLException, IOException {
    List<String> events =
        newer.stream()
            .filter(file -> !file.startsWith(scene.platform().lakeFolder().resolve("_rejected")))
            .map(file -> LakeDatabase.literal(file.toString()))
            .toList();
    if (events.isEmpty()) {
      throw new IllegalStateException("nothing was committed since the savepoint");
    }
    try (LakeDatabase lake = LakeDatabase.open(scene.platform().lakeFolder())) {
      return lake.query(
              """
                  WITH newer AS (SELECT DISTINCT _event_id FROM read_parquet([%s])),
                       twice AS (SELECT _event_id FROM %s GROUP BY 1 HAVING count(*) = 2)
                  SELECT (SELECT count(*) FROM newer), (SELECT count(*) FROM twice),
                         (SELECT count(*) FROM newer JOIN twice USING (_event_id))"""
                  .formatted(String.join(", ", events), Stage.STREAM))
          .rows()
          .get(0);
    }
  }

  private void remove(Set<Path> files, Set<String> runs) throws IOException, SQLException {
    scene.willVanish(files);
    for (Path file : files) {
      Files.delete(file);
    }
    try (Statement statement = database.createStatement()) {
      for (String table : PAGES) {
        statement.execute("DELETE FROM %s WHERE run IN (%s)".formatted(table, literals(runs)));
      }
    }
  }

  private static String literals(Set<String> runs) {
    return runs.stream().map(LakeDatabase::literal).collect(Collectors.joining(", "));
  }

  /** Of events and dead letters, those that are visible. */
  private Set<Path> files() throws IOException {
    Path lake = scene.platform().lakeFolder();
    Set<Path> files = new HashSet<>(LakeWatch.files(lake.resolve(Stage.STREAM)));
    files.addAll(LakeWatch.files(lake.resolve("_rejected").resolve(Stage.STREAM)));
    return files;
  }
}
