package io.millrace.bench.faults;

import io.millrace.bench.storefront.SubmittedJob;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;

/**
 * A checkpoint that times out, since its barrier waits behind a commit that waits for locked rows.
 * The timeout would be two minutes: the job is restarted with a shorter one, and afterwards without
 * it.
 */
final class CheckpointTimeout implements Fault {

  private static final Map<String, String> SHORT = Map.of("execution.checkpointing.timeout", "20s");
  private static final String SIGN = "expired before completing";
  private static final Duration LIMIT = Duration.ofMinutes(5);
  private static final Duration POLL = Duration.ofMillis(200);
  private static final int SUBTASKS = 2;

  /** Records a second: more than fits between the operators in the meantime. */
  private static final long MANY = 1_000;

  private static final Duration FED = Duration.ofSeconds(10);

  private interface Condition {
    boolean holds() throws IOException;
  }

  @Override
  public String name() {
    return "checkpoint-timeout";
  }

  @Override
  public void inject(Scene scene, RandomGenerator random) throws Exception {
    SubmittedJob job =
        scene.jobs().stream().filter(one -> one.kind().equals("rollups")).findFirst().orElseThrow();
    job.stop();
    job.restore(SUBTASKS, SHORT);
    scene.awaitCheckpoint(job);
    NewLogLines log = scene.newLogLines();
    Feeding feeding = scene.feeding();
    try (RowLock lock = RowLock.take(scene.platform().database())) {
      scene.note("locked", lock);
      feeding.allow(feeding.sent() + MANY * FED.toSeconds(), MANY);
      await("a checkpoint that " + SIGN, () -> log.count(SIGN) > 0);
      scene.note("back-pressured ms a second", backPressure(scene, job));
    }
    scene.note("timed out", log.count(SIGN));
    long before = scene.clock().read(job).completed();
    await("a checkpoint", () -> scene.clock().read(job).completed() > before);
    job.stop();
    job.restore(SUBTASKS);
  }

  /** Of the operators' chain that waited most. */
  private static long backPressure(Scene scene, SubmittedJob job) throws IOException {
    String metric = "backPressuredTimeMsPerSecond";
    double most = 0;
    for (String vertex : scene.rest().vertices(job.id()).keySet()) {
      Map<String, Double> sums = scene.rest().sums(job.id(), vertex, List.of(metric));
      most = Math.max(most, sums.getOrDefault(metric, 0.0));
    }
    return Math.round(most);
  }

  private static void await(String what, Condition condition) throws IOException {
    long deadline = System.nanoTime() + LIMIT.toNanos();
    while (!condition.holds()) {
      if (System.nanoTime() > deadline) {
        throw new IOException("waited " + LIMIT + " for " + what);
      }
      LockSupport.parkNanos(POLL.toNanos());
    }
  }
}
