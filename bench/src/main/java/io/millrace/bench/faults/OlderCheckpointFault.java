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
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/**
 * The lake's job is cancelled and goes on from a savepoint that is older than its last checkpoint,
 * over the files that it has committed since. What it promises is what the page says: those events
 * are there twice, and no others; and once the files and pages of the run that was given up are
 * removed, everything is exact again.
 */
final class OlderCheckpointFault implements Fault {

  private static final Duration LIMIT = Duration.ofMinutes(10);
  private static final Duration POLL = Duration.ofMillis(100);
  private static final long FEWEST = 200;
  private static final int MORE = 800;
  private static final long PER_SECOND = 1_000;
  private static final List<String> PAGES =
      List.of("ledger", "ledger_reason", "ledger_partition", "ledger_gap");

  static List<Fault> all() {
    return List.of(new OlderCheckpointFault());
  }

  @Override
  public String name() {
    return "older-checkpoint";
  }

  @Override
  public void inject(Scene scene, RandomGenerator random) throws Exception {
    SubmittedJob job = scene.jobs().get(0);
    job.stop();
    try (Connection database = scene.ledger().connect()) {
      Set<String> before = runs(database, job);
      Set<Path> old = files(scene);
      long consumed = scene.ledger().consumed(database, job);
      job.restore(2);
      long more = FEWEST + random.nextInt(MORE);
      scene.feeding().allow(scene.feeding().sent() + more, PER_SECOND);
      await(() -> scene.ledger().consumed(database, job) >= consumed + FEWEST / 2);
      job.cancel();

      Set<String> givenUp = runs(database, job);
      givenUp.removeAll(before);
      Map<String, Long> reached = reached(database, job, givenUp);
      Set<Path> newer = files(scene);
      job.restore(2);
      Set<Path> now = files(scene);
      if (scene.clock().read(job).completed() == 0) {
        // One that was on its way when the job was cancelled.
        newer = now;
      }
      newer.removeAll(old);
      await(() -> isBehind(reached, reached(database, job, others(database, job, givenUp))));
      scene.note("files", newer.size());
      scene.note("doubled for a while", awaitDoubled(scene, newer));
      remove(scene, database, newer, givenUp);
    }
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

  private static Set<String> runs(Connection database, SubmittedJob job) throws SQLException {
    return ResultTable.query(
            database, "SELECT DISTINCT run FROM ledger WHERE job = '%s'".formatted(job.name()))
        .rows()
        .stream()
        .map(row -> String.valueOf(row.get(0)))
        .collect(Collectors.toCollection(HashSet::new));
  }

  private static Set<String> others(Connection database, SubmittedJob job, Set<String> runs)
      throws SQLException {
    Set<String> others = runs(database, job);
    others.removeAll(runs);
    return others;
  }

  /** By split, the last position of these runs' pages. */
  private static Map<String, Long> reached(Connection database, SubmittedJob job, Set<String> runs)
      throws SQLException {
    Map<String, Long> reached = new HashMap<>();
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
  private static long awaitDoubled(Scene scene, Set<Path> newer) throws SQLException, IOException {
    long deadline = System.nanoTime() + LIMIT.toNanos();
    while (true) {
      List<?> counts = doubled(scene, newer);
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

  private static List<?> doubled(Scene scene, Set<Path> newer) throws SQLException, IOException {
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

  private static void remove(Scene scene, Connection database, Set<Path> files, Set<String> runs)
      throws IOException, SQLException {
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
  private static Set<Path> files(Scene scene) throws IOException {
    Path lake = scene.platform().lakeFolder();
    Set<Path> files = LakeWatch.files(lake.resolve(Stage.STREAM));
    files.addAll(LakeWatch.files(lake.resolve("_rejected").resolve(Stage.STREAM)));
    return files;
  }
}
