package io.millrace.bench.faults;

import io.millrace.bench.storefront.SubmittedJob;
import io.millrace.local.platform.FlinkRest;
import io.millrace.local.platform.Platform;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a fault finds: a platform with jobs at work on a stream that goes on. Of one thread. */
public final class Scene {

  private final Stage stage;
  private final Map<String, Object> notes = new LinkedHashMap<>();

  Scene(Stage stage) {
    this.stage = stage;
  }

  public Platform platform() {
    return stage.platform();
  }

  /** Lake, rollups and sessions, in this order. */
  public List<SubmittedJob> jobs() {
    return stage.jobs();
  }

  public FlinkRest rest() {
    return platform().flink().rest();
  }

  public Feeding feeding() {
    return stage.feeding();
  }

  /** Of the stream. */
  public String topic() {
    return Stage.STREAM;
  }

  /** What stands between Flink and the services it writes to. */
  public Passages passages() {
    return stage.passages();
  }

  /** In which phase the jobs are. */
  CheckpointClock clock() {
    return stage.clock();
  }

  /** Waits until the job has completed a checkpoint since it was last submitted. */
  void awaitCheckpoint(SubmittedJob job) throws Exception {
    stage.awaitCheckpoint(job);
  }

  /** Adds a fact to the fault's line in the log: what it chose, what it hit. */
  public void note(String name, Object value) {
    notes.put(name, value);
  }

  /** The facts since it was last asked. */
  Map<String, Object> takeNotes() {
    Map<String, Object> taken = new LinkedHashMap<>(notes);
    notes.clear();
    return taken;
  }
}
