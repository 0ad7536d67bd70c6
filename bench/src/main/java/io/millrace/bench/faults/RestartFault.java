package io.millrace.bench.faults;

import io.millrace.bench.storefront.SubmittedJob;
import java.util.List;
import java.util.random.RandomGenerator;

/** What people do to jobs: stop them, and let them go on as more or fewer subtasks. */
final class RestartFault implements Fault {

  private interface Act {
    void on(Scene scene, SubmittedJob job) throws Exception;
  }

  private final String name;
  private final Act act;

  private RestartFault(String name, Act act) {
    this.name = name;
    this.act = act;
  }

  static List<Fault> all() {
    return List.of(
        new RestartFault(
            "savepoint",
            (scene, job) -> {
              job.stop();
              job.restore(2);
            }),
        new RestartFault(
            "rescale",
            (scene, job) -> {
              job.stop();
              job.restore(3);
              scene.awaitCheckpoint(job);
              job.stop();
              job.restore(1);
              scene.awaitCheckpoint(job);
              job.stop();
              job.restore(2);
            }),
        new RestartFault(
            "cancel",
            (scene, job) -> {
              // The latest retained checkpoint: what was done after it is done again.
              job.cancel();
              String path =
                  scene
                      .rest()
                      .checkpoints(job.id())
                      .latest()
                      .orElseThrow(
                          () -> new IllegalStateException("no checkpoint of " + job.kind()))
                      .path();
              scene.note("from", path.substring(path.lastIndexOf('/') + 1));
              job.restoreFrom(path, 2);
            }));
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void inject(Scene scene, RandomGenerator random) throws Exception {
    Phase phase = Chance.one(List.of(Phase.values()), random);
    SubmittedJob job = Chance.one(scene.jobs(), random);
    scene.note("aimed", job.kind() + " " + phase);
    scene.clock().await(phase, job);
    act.on(scene, job);
  }
}
