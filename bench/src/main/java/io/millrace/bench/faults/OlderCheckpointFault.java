package io.millrace.bench.faults;

import java.util.List;
import java.util.random.RandomGenerator;

/**
 * The lake's job is cancelled and goes on from a savepoint that is older than its last checkpoint:
 * see {@link GivenUpRun} for what must be then.
 */
final class OlderCheckpointFault implements Fault {

  private static final int MORE = 800;

  static List<Fault> all() {
    return List.of(new OlderCheckpointFault());
  }

  @Override
  public String name() {
    return "older-checkpoint";
  }

  @Override
  public void inject(Scene scene, RandomGenerator random) throws Exception {
    try (GivenUpRun run = GivenUpRun.begin(scene, random.nextInt(MORE))) {
      run.job().cancel();
      run.goBack();
    }
  }
}
