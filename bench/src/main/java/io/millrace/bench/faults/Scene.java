package io.millrace.bench.faults;

import io.millrace.bench.storefront.SubmittedJob;
import io.millrace.local.platform.FlinkRest;
import io.millrace.local.platform.Platform;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a fault finds: a platform with jobs at work on a stream that goes on. Of one thread. */
public final class Scene {

  private final Platform platform;
  private final List<SubmittedJob> jobs;
  private final Feeding feeding;
  private final Passages passages;
  private final Map<String, Object> notes = new LinkedHashMap<>();

  Scene(Platform platform, List<SubmittedJob> jobs, Feeding feeding, Passages passages) {
    this.platform = platform;
    this.jobs = List.copyOf(jobs);
    this.feeding = feeding;
    this.passages = passages;
  }

  public Platform platform() {
    return platform;
  }

  /** Lake, rollups and sessions, in this order. */
  public List<SubmittedJob> jobs() {
    return jobs;
  }

  public FlinkRest rest() {
    return platform.flink().rest();
  }

  public Feeding feeding() {
    return feeding;
  }

  /** What stands between Flink and the services it writes to. */
  public Passages passages() {
    return passages;
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
