package io.millrace.bench.faults;

import java.io.IOException;
import java.util.List;
import java.util.random.RandomGenerator;

/** Records that nobody should send, amid the stream. */
final class InputFault implements Fault {

  /** Partitions that have records from the beginning. */
  static final int PARTITIONS = 4;

  private interface Act {
    void addTo(InputBatch batch) throws IOException;
  }

  private final String name;
  private final Act act;

  private InputFault(String name, Act act) {
    this.name = name;
    this.act = act;
  }

  static List<Fault> all() {
    return List.of(
        new InputFault("odd-input", OddInput::addTo),
        new InputFault("contract-drift", DriftedInput::addTo));
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void inject(Scene scene, RandomGenerator random) throws Exception {
    InputBatch batch = new InputBatch(scene);
    act.addTo(batch);
    batch.send(() -> random.nextInt(PARTITIONS));
    scene.note("written", batch.written());
    scene.note("rejected", batch.rejected());
  }
}
