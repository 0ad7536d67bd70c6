package io.millrace.bench.faults;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.bench.storefront.SubmittedJob;
import io.millrace.local.query.LakeDatabase;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;

/** Jobs are stopped with a savepoint and go on from it by a contract that has changed. */
final class ContractFault implements Fault {

  private static final String CONTRACT = "job.contract";
  private static final int EVENTS = 40;
  private static final Duration LIMIT = Duration.ofMinutes(10);
  private static final Duration POLL = Duration.ofMillis(100);

  private interface Act {
    void on(Scene scene, RandomGenerator random) throws Exception;
  }

  private final String name;
  private final Act act;

  private ContractFault(String name, Act act) {
    this.name = name;
    this.act = act;
  }

  static List<Fault> all() {
    return List.of(
        new ContractFault("contract-compatible", ContractFault::compatible),
        new ContractFault("contract-incompatible", ContractFault::incompatible));
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void inject(Scene scene, RandomGenerator random) throws Exception {
    act.on(scene, random);
  }

  /** Producers are ahead of the contract by some events; what comes behind them has its column. */
  private static void compatible(Scene scene, RandomGenerator random) throws Exception {
    String column = scene.contracts().addColumn();
    send(scene, column, random);
    scene.each(SubmittedJob::stop);
    scene.each(
        job -> {
          job.configure(CONTRACT, scene.contracts().file().toUri().toString());
          job.restore(2);
        });
    send(scene, column, random);
    try (LakeDatabase lake = LakeDatabase.open(scene.platform().lakeFolder())) {
      List<?> found =
          lake.query(
                  "SELECT count(*) FILTER (%1$s = 'gold'), count(*) FILTER (_unknown LIKE '%%\"%1$s\":\"gold\"%%') FROM %2$s"
                      .formatted(column, Stage.STREAM))
              .rows()
              .get(0);
      scene.note("by column and as unknown", found);
      if (!found.equals(List.of((long) EVENTS, (long) EVENTS))) {
        throw new IllegalStateException(
            "%s is in a column and in _unknown of %s events, not of %d each"
                .formatted(column, found, EVENTS));
      }
    }
  }

  private static void send(Scene scene, String column, RandomGenerator random) throws Exception {
    InputBatch batch = new InputBatch(scene);
    for (int i = 0; i < EVENTS; i++) {
      ObjectNode event = batch.complete();
      batch.good(event.put(column, "gold"));
    }
    batch.send(() -> random.nextInt(InputFault.PARTITIONS));
  }

  /** The job must say which column it is, and go on by the contract that it had. */
  private static void incompatible(Scene scene, RandomGenerator random) throws Exception {
    SubmittedJob job = Chance.one(scene.jobs(), random);
    String column =
        Chance.one(ContractVersions.RETYPED.keySet().stream().sorted().toList(), random);
    Path retyped = scene.contracts().retyped(column);
    scene.note("job", job.kind());
    scene.note("retyped", column);
    job.stop();
    job.configure(CONTRACT, retyped.toUri().toString());
    String refusal = refusal(scene, job);
    if (!refusal.contains("column " + column + " has changed")
        && !refusal.contains("does not fit")) {
      throw new IllegalStateException("the refusal does not name the column: " + refusal);
    }
    job.configure(CONTRACT, scene.contracts().file().toUri().toString());
    job.restore(2);
  }

  /** Why it cannot go on; it does nothing any more then. */
  private static String refusal(Scene scene, SubmittedJob job) throws IOException {
    try {
      job.restore(2);
    } catch (IOException refused) {
      scene.note("refused", "by its main method");
      return String.valueOf(refused.getMessage());
    }
    long deadline = System.nanoTime() + LIMIT.toNanos();
    while (scene.rest().exceptions(job.id()).isEmpty()) {
      if (scene.clock().read(job).completed() > 0 || System.nanoTime() > deadline) {
        throw new IllegalStateException(job.kind() + " goes on by an incompatible contract");
      }
      LockSupport.parkNanos(POLL.toNanos());
    }
    String said = scene.rest().fetch("/jobs/" + job.id() + "/exceptions").toString();
    job.cancel();
    scene.note("refused", "at its restore");
    return said;
  }
}
