package io.millrace.bench.faults;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/** A service that crashes and comes again, or that changes. */
final class ServiceFault implements Fault, Strike {

  /** How long a crashed service is away. */
  private static final List<Duration> AWAY =
      List.of(Duration.ofMillis(100), Duration.ofSeconds(3), Duration.ofSeconds(12));

  private interface Act {
    void on(Scene scene, RandomGenerator random) throws Exception;
  }

  private final String name;
  private final Act act;

  private ServiceFault(String name, Act act) {
    this.name = name;
    this.act = act;
  }

  static List<ServiceFault> all() {
    return Stream.concat(
            kills().stream(),
            Stream.of(new ServiceFault("add-partition", ServiceFault::addPartition)))
        .toList();
  }

  /** Those that crash. */
  static List<ServiceFault> kills() {
    return List.of(
        new ServiceFault("kill-broker", ServiceFault::killBroker),
        new ServiceFault("kill-database", ServiceFault::killDatabase));
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void inject(Scene scene, RandomGenerator random) throws Exception {
    Phase phase = Chance.one(List.of(Phase.values()), random);
    var job = Chance.one(scene.jobs(), random);
    scene.note("aimed", job.kind() + " " + phase);
    scene.clock().await(phase, job);
    scene.note("hit", scene.clock().hit(scene.clock().read(job), scene.clock().committed(job)));
    act.on(scene, random);
  }

  @Override
  public void strike(Scene scene, RandomGenerator random) throws Exception {
    act.on(scene, random);
  }

  private static void killBroker(Scene scene, RandomGenerator random) {
    scene.platform().broker().kill();
    beAway(scene, random);
    scene.platform().broker().startAgain();
  }

  private static void killDatabase(Scene scene, RandomGenerator random) {
    scene.platform().database().kill();
    beAway(scene, random);
    scene.platform().database().startAgain();
  }

  private static void addPartition(Scene scene, RandomGenerator random) throws Exception {
    scene.note("partitions", scene.addPartition());
  }

  private static void beAway(Scene scene, RandomGenerator random) {
    Duration away = Chance.one(AWAY, random);
    scene.note("away", away);
    LockSupport.parkNanos(away.toNanos());
  }
}
