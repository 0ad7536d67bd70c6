package io.millrace.bench.faults;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.bench.storefront.SubmittedJob;
import io.millrace.local.platform.JavaProcess;
import io.millrace.local.query.ResultTable;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;

/**
 * Events of so many hours at once that the lake's job has more than ten times as many files open as
 * there is room for in {@code lake.writer-memory}: what waits for its file must go to the disk and
 * come back, and each event be in the lake once. The job runs with the least memory that it takes.
 */
final class ManyPartitionsFault implements Fault {

  private static final Duration LIMIT = Duration.ofMinutes(10);
  private static final Duration POLL = Duration.ofMillis(20);
  private static final int SUBTASKS = 2;
  private static final String MEMORY = "lake.writer-memory";
  private static final long LEAST_MEMORY = 4 << 20;

  /** Half of the memory is for records that wait; a record of these takes a chunk of its own. */
  private static final int TEXTS = 2;

  private static final int TEXT = 55_000;
  private static final long CHUNK = 128 << 10;
  private static final long FIT = SUBTASKS * (LEAST_MEMORY / 2 / CHUNK);

  private static final int TIMES = 10;
  private static final int PARTITIONS = 400;

  /** One checkpoint has them all, and takes its time. */
  private static final Map<String, String> RARE =
      Map.of(
          "execution.checkpointing.interval", "20s",
          "execution.checkpointing.timeout", "10min");

  static List<Fault> all() {
    return List.of(new ManyPartitionsFault());
  }

  @Override
  public String name() {
    return "many-partitions";
  }

  /** How many files are open nobody else can see. */
  @Override
  public boolean canBeDone() {
    return Files.isDirectory(Path.of("/proc/self/fd"));
  }

  @Override
  public void inject(Scene scene, RandomGenerator random) throws Exception {
    SubmittedJob job = scene.jobs().get(0);
    job.stop();
    Set<String> before = runs(scene, job);
    InputBatch batch = new InputBatch(scene);
    for (int hour = 0; hour < PARTITIONS; hour++) {
      batch.good(event(batch, hour, random));
    }
    Map<String, Long> last = batch.handOver(() -> random.nextInt(InputFault.PARTITIONS));
    job.configure(MEMORY, LEAST_MEMORY + " bytes");
    job.restore(SUBTASKS, RARE);
    try (Connection database = scene.ledger().connect()) {
      int spilling = awaitRead(scene, database, job, last);
      long open = open(database, job, before);
      scene.note("open at once", open);
      scene.note("room for", FIT);
      scene.note("subtasks that spilled", spilling);
      if (open < TIMES * FIT || spilling == 0) {
        throw new IllegalStateException(
            "%d files open at once, room for %d, %d subtasks that spilled"
                .formatted(open, FIT, spilling));
      }
    }
    scene.awaitRead(last);
    job.stop();
    job.configure(MEMORY, "128 mb");
    job.restore(SUBTASKS);
  }

  private static Set<String> runs(Scene scene, SubmittedJob job) throws SQLException {
    try (Connection database = scene.ledger().connect()) {
      return scene.ledger().runs(database, job);
    }
  }

  private static ObjectNode event(InputBatch batch, int hour, RandomGenerator random) {
    ObjectNode event =
        batch.event(
            Instant.ofEpochMilli(batch.now()).minus(Duration.ofHours(24 + hour)).toString());
    ObjectNode context = event.putObject("context");
    for (int i = 0; i < TEXTS; i++) {
      StringBuilder text = new StringBuilder(TEXT);
      random.ints(TEXT, 'a', 'z').forEach(letter -> text.append((char) letter));
      context.put("text" + i, text.toString());
    }
    return event;
  }

  /** Returns how many spill files were open at the same time until everything was committed. */
  private static int awaitRead(
      Scene scene, Connection database, SubmittedJob job, Map<String, Long> last)
      throws SQLException, IOException {
    long deadline = System.nanoTime() + LIMIT.toNanos();
    int most = 0;
    while (!isRead(scene, database, job, last)) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException("the lake's job did not get through in " + LIMIT);
      }
      most = Math.max(most, spillFiles(scene));
      LockSupport.parkNanos(POLL.toNanos());
    }
    return most;
  }

  private static boolean isRead(
      Scene scene, Connection database, SubmittedJob job, Map<String, Long> last)
      throws SQLException {
    for (Map.Entry<String, Long> split : last.entrySet()) {
      if (scene.ledger().position(database, job, split.getKey()) < split.getValue()) {
        return false;
      }
    }
    return true;
  }

  /** Their names are removed as soon as they are open: only their process still knows them. */
  private static int spillFiles(Scene scene) throws IOException {
    int count = 0;
    for (JavaProcess process : scene.platform().flink().taskManagers()) {
      try (DirectoryStream<Path> open =
          Files.newDirectoryStream(Path.of("/proc", Long.toString(process.pid()), "fd"))) {
        for (Path one : open) {
          if (isSpillFile(one)) {
            count++;
          }
        }
      }
    }
    return count;
  }

  private static boolean isSpillFile(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString().contains(".spill");
    } catch (IOException closed) {
      return false;
    }
  }

  /** The most partitions that one checkpoint of the job wrote to, each by one subtask. */
  private static long open(Connection database, SubmittedJob job, Set<String> before)
      throws SQLException {
    List<?> most =
        ResultTable.query(
                database,
                "SELECT coalesce(max(open), 0)::bigint FROM (SELECT count(DISTINCT (writer, lake_partition)) AS open FROM ledger_partition WHERE job = '%s' AND NOT run = ANY('{%s}') GROUP BY run, checkpoint) AS checkpoints"
                    .formatted(job.name(), String.join(",", before)))
            .rows()
            .get(0);
    return ((Number) most.get(0)).longValue();
  }
}
