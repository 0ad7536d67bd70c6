package io.millrace.bench.faults;

import io.millrace.bench.storefront.SubmittedJob;
import io.millrace.local.platform.FlinkCluster;
import io.millrace.local.platform.JavaProcess;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * A process of Flink's that ends by SIGKILL and is replaced, or that stands still between SIGSTOP
 * and SIGCONT. The moment is a phase of one of the jobs.
 */
record ProcessFault(Act act, Role role) implements Fault {

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

  static List<Fault> all() {
    return Stream.of(Role.values())
        .flatMap(role -> Stream.of(Act.values()).<Fault>map(act -> new ProcessFault(act, role)))
        .toList();
  }

  @Override
  public String name() {
    return (act + "-" + role).toLowerCase(java.util.Locale.ROOT);
  }

  @Override
  public void inject(Scene scene, RandomGenerator random) throws Exception {
    Phase phase = Chance.one(List.of(Phase.values()), random);
    SubmittedJob job = Chance.one(scene.jobs(), random);
    Duration pause = Chance.one(PAUSES, random);
    FlinkCluster flink = scene.platform().flink();
    JavaProcess victim =
        role == Role.JOBMANAGER ? flink.jobManager() : Chance.one(flink.taskManagers(), random);
    scene.note("aimed", job.kind() + " " + phase);
    scene.note("process", victim.name());
    scene.clock().await(phase, job);
    CheckpointClock.Reading last = scene.clock().read(job);
    if (act == Act.KILL) {
      victim.kill();
    } else {
      victim.pause();
    }
    // A JobManager that is gone answers no more: what it said just before must do.
    CheckpointClock.Reading then = role == Role.JOBMANAGER ? last : scene.clock().read(job);
    scene.note("hit", scene.clock().hit(then, scene.clock().committed(job)));
    if (act == Act.PAUSE) {
      scene.note("pause", pause);
      LockSupport.parkNanos(pause.toNanos());
      victim.resume();
    } else if (role == Role.JOBMANAGER) {
      flink.relaunchJobManager();
    } else {
      flink.launchTaskManager();
    }
  }
}
