package io.millrace.bench.faults;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.bench.storefront.Additions;
import io.millrace.bench.storefront.SubmittedJob;
import io.millrace.local.platform.FlinkRest;
import io.millrace.local.platform.JavaProcess;
import io.millrace.local.platform.Platform;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * What a fault finds: a platform with jobs at work on a stream that goes on. Of one thread: a fault
 * that goes on beside another has a scene of its own ({@link #apart}), and leaves the jobs, their
 * topic and what was added to it to the other.
 */
public final class Scene {

  private final Stage stage;
  private final LakeWatch watch;
  private final Aiming aiming;
  private final Map<String, Object> notes = new LinkedHashMap<>();

  Scene(Stage stage, LakeWatch watch, Aiming aiming) {
    this.stage = stage;
    this.watch = watch;
    this.aiming = aiming;
  }

  /** The same for another thread, with notes of its own. */
  Scene apart() {
    return new Scene(stage, watch, aiming);
  }

  /** At which phase a fault is to aim. */
  Phase aim(String fault, RandomGenerator random) {
    return aiming.next(fault, random);
  }

  /** The fault has met the job in this phase. */
  void hit(String fault, Phase phase) {
    aiming.hit(fault, phase);
    note("hit", phase);
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

  /**
   * The TaskManagers with tasks, at least one: after one was gone, all tasks may run in the other.
   */
  List<JavaProcess> taskManagersAtWork() throws IOException {
    Set<String> idle = new HashSet<>();
    for (JsonNode one : rest().fetch("/taskmanagers").get("taskmanagers")) {
      if (one.get("freeSlots").asInt() == one.get("slotsNumber").asInt()) {
        idle.add(one.get("id").asText());
      }
    }
    List<JavaProcess> busy =
        platform().flink().taskManagers().stream()
            .filter(process -> !idle.contains(process.name()))
            .toList();
    if (busy.isEmpty()) {
      throw new IllegalStateException("no TaskManager has tasks: the jobs do not run");
    }
    return busy;
  }

  public Feeding feeding() {
    return stage.feeding();
  }

  /** The stream's topic, for a fault that sends or deletes by itself. */
  Topic records() {
    return stage.topic();
  }

  /** Adds one to which some records go from now on; returns how many there are then. */
  int addPartition() throws Exception {
    int count = feeding().partitions() + 1;
    records().grow(count);
    feeding().spreadOver(count);
    return count;
  }

  /** To all jobs at once. */
  void each(Stage.Act act) throws Exception {
    stage.each(act);
  }

  /** Gaps that a job's ledger does not name, or names though there is none. */
  List<String> gapsNamedDifferently() throws Exception {
    try (Connection database = ledger().connect()) {
      return additions()
          .namedDifferently(database, jobs().stream().map(SubmittedJob::name).toList());
    }
  }

  /**
   * Checks what was written of the topic as it is, which is about to be made again; all jobs must
   * have been stopped in order.
   *
   * @return what is wrong
   */
  List<String> settle() throws Exception {
    return stage.settle();
  }

  /** What the jobs have committed. */
  Ledger ledger() {
    return stage.ledger();
  }

  /** Says that the fault removes these files from the lake. */
  void willVanish(Set<Path> files) {
    watch.allow(files);
  }

  /** By which contracts the jobs run. */
  ContractVersions contracts() {
    return stage.contracts();
  }

  /** Where a fault says what must become of what it has sent or deleted. */
  Additions additions() {
    return stage.additions();
  }

  /** Waits until each job has committed what it makes of these positions. */
  void awaitRead(Map<String, Long> positions) throws Exception {
    stage.waiting().awaitRead(positions);
  }

  /** What stands between Flink and the services it writes to. */
  public Passages passages() {
    return stage.passages();
  }

  /** Network, names and disks. */
  Surroundings surroundings() {
    return stage.surroundings();
  }

  /** What all processes log from now on. */
  NewLogLines newLogLines() throws IOException {
    return new NewLogLines(platform().folder().resolve("logs"));
  }

  /** In which phase the jobs are. */
  CheckpointClock clock() {
    return stage.clock();
  }

  /** Waits until the job has completed a checkpoint since it was last submitted. */
  void awaitCheckpoint(SubmittedJob job) throws Exception {
    stage.waiting().awaitCheckpoint(job);
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
