package io.millrace.bench.faults;

import io.millrace.bench.proxy.DatabaseProxy;
import io.millrace.bench.proxy.Hold;
import io.millrace.bench.proxy.S3Proxy;
import io.millrace.bench.storefront.SubmittedJob;
import io.millrace.local.platform.FlinkCluster;
import io.millrace.local.platform.JavaProcess;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * A process of Flink's that ends by SIGKILL and is replaced, or that stands still between SIGSTOP
 * and SIGCONT. The moment is a phase of one of the jobs; that a commit is under way is made sure of
 * by holding a request of it, in the proxy before the database or the object store.
 */
record ProcessFault(Act act, Role role) implements Fault, Strike {

  private enum Act {
    KILL,
    PAUSE
  }

  private enum Role {
    TASKMANAGER,
    JOBMANAGER
  }

  /** Flink's heartbeat.timeout is 12 s, the JobManager's claim to lead lasts 6 s. */
  private static final List<Duration> PAUSES =
      List.of(Duration.ofSeconds(3), Duration.ofSeconds(16));

  private static final Duration LIMIT = Duration.ofMinutes(3);

  /** What a fault has chosen. */
  private record Choice(JavaProcess victim, Duration pause) {}

  static List<ProcessFault> all() {
    return Stream.of(Role.values())
        .flatMap(role -> Stream.of(Act.values()).map(act -> new ProcessFault(act, role)))
        .toList();
  }

  @Override
  public String name() {
    return (act + "-" + role).toLowerCase(Locale.ROOT);
  }

  @Override
  public void inject(Scene scene, RandomGenerator random) throws Exception {
    Phase phase = scene.aim(name(), random);
    SubmittedJob job = Chance.one(scene.jobs(), random);
    boolean inStore = random.nextBoolean();
    Choice choice = choose(scene, scene.taskManagersAtWork(), random);
    scene.note("aimed", job.kind() + " " + phase);
    if (phase == Phase.IN_COMMIT) {
      try (Hold commit = hold(scene, job, inStore)) {
        commit.await(LIMIT);
        begin(choice);
        scene.hit(name(), Phase.IN_COMMIT);
      }
    } else {
      scene.clock().await(phase, job);
      CheckpointClock.Reading last = scene.clock().read(job);
      begin(choice);
      // A JobManager that is gone answers no more: what it said just before must do.
      CheckpointClock.Reading then = role == Role.JOBMANAGER ? last : scene.clock().read(job);
      scene.hit(name(), scene.clock().hit(then, scene.clock().committed(job)));
    }
    end(scene, choice);
  }

  @Override
  public void strike(Scene scene, RandomGenerator random) {
    Choice choice = choose(scene, scene.platform().flink().taskManagers(), random);
    begin(choice);
    end(scene, choice);
  }

  /** Of a job that writes both files and rows, the one or the other. */
  private static Hold hold(Scene scene, SubmittedJob job, boolean inStore) throws IOException {
    if (!(scene.passages().s3() instanceof S3Proxy s3)
        || !(scene.passages().database() instanceof DatabaseProxy database)) {
      throw new IllegalStateException("a commit is held by the proxies before the services");
    }
    boolean file = inStore && job.kind().equals("lake");
    scene.note("held", file ? "a file's completion" : "a COMMIT");
    return file
        ? s3.holdCompletion(target -> target.contains("/" + Stage.STREAM + "/event_date"))
        : database.holdCommit(marker -> marker.contains(job.name()));
  }

  private Choice choose(Scene scene, List<JavaProcess> taskManagers, RandomGenerator random) {
    Duration pause = Chance.one(PAUSES, random);
    FlinkCluster flink = scene.platform().flink();
    JavaProcess victim =
        role == Role.JOBMANAGER ? flink.jobManager() : Chance.one(taskManagers, random);
    scene.note("process", victim.name());
    return new Choice(victim, pause);
  }

  private void begin(Choice choice) {
    if (act == Act.KILL) {
      choice.victim().kill();
    } else {
      choice.victim().pause();
    }
  }

  private void end(Scene scene, Choice choice) {
    FlinkCluster flink = scene.platform().flink();
    if (act == Act.PAUSE) {
      scene.note("pause", choice.pause());
      LockSupport.parkNanos(choice.pause().toNanos());
      choice.victim().resume();
    } else if (role == Role.JOBMANAGER) {
      flink.relaunchJobManager();
    } else {
      flink.launchTaskManager();
    }
  }
}
