package io.millrace.bench.faults;

import io.millrace.bench.proxy.S3Proxy;
import io.millrace.bench.proxy.TcpProxy;
import io.millrace.bench.storefront.SubmittedJob;
import io.millrace.local.platform.JavaProcess;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;

/**
 * What processes take for granted is not there for a while: until a log says that somebody has
 * missed it. If nobody does, the fault was none, and the run ends with that.
 */
final class SurroundingsFault implements Fault {

  private static final Duration LIMIT = Duration.ofMinutes(5);
  private static final Duration POLL = Duration.ofMillis(500);
  private static final List<Duration> CUT =
      List.of(Duration.ofSeconds(10), Duration.ofSeconds(20), Duration.ofSeconds(30));
  private static final List<Duration> FULL =
      List.of(Duration.ofSeconds(5), Duration.ofSeconds(15), Duration.ofSeconds(30));
  private static final Duration NAMELESS = Duration.ofSeconds(30);

  /** Records a second, for faults that only records bring to light. */
  private static final long SOME = 100;

  private static final int SUBTASKS = 2;
  private static final String NO_SPACE = "No space left on device";

  private static final List<List<String>> NAMES =
      List.of(
          List.of(HostNames.STORE),
          List.of(HostNames.DATABASE),
          List.of(HostNames.DATABASE, HostNames.STORE));

  /** Of connections whose name had been resolved in the same moment. */
  private static final int FEW_REQUESTS = 10;

  private interface Step {
    void run() throws IOException;
  }

  private interface Act {
    void on(Scene scene, RandomGenerator random) throws Exception;
  }

  private final String name;
  private final boolean needsDisks;
  private final Act act;

  private SurroundingsFault(String name, boolean needsDisks, Act act) {
    this.name = name;
    this.needsDisks = needsDisks;
    this.act = act;
  }

  static List<Fault> all() {
    return List.of(
        new SurroundingsFault("network-cut", false, SurroundingsFault::cutNetwork),
        new SurroundingsFault("dns-gone", false, SurroundingsFault::forgetNames),
        new SurroundingsFault("disk-full", true, SurroundingsFault::fillTaskManager),
        new SurroundingsFault("db-disk-full", true, SurroundingsFault::fillDatabase));
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public boolean canBeDone() {
    return !needsDisks || SmallDisk.canBeMounted();
  }

  @Override
  public void inject(Scene scene, RandomGenerator random) throws Exception {
    act.on(scene, random);
  }

  private static void cutNetwork(Scene scene, RandomGenerator random) throws Exception {
    DataNetwork network = scene.surroundings().network();
    Duration time = Chance.one(CUT, random);
    NewLogLines log = scene.newLogLines();
    int refused = network.refused();
    int cut = network.cut();
    if (cut == 0) {
      // After a TaskManager was gone all tasks run in the other one. Jobs that start spread.
      network.mend();
      scene.each(SubmittedJob::stop);
      scene.each(job -> job.restore(SUBTASKS));
      for (SubmittedJob job : scene.jobs()) {
        scene.awaitCheckpoint(job);
      }
      cut = network.cut();
    }
    scene.note("cut", cut);
    try {
      hold(scene, time, log, "TransportException", () -> {});
    } finally {
      network.mend();
    }
    scene.note("refused", network.refused() - refused);
  }

  /**
   * Connections that are open need no names: they are cut, again and again, since one may just have
   * been resolved. The S3 client tries again for minutes before it logs anything: that no request
   * comes says that it is hurt. Without S3 there is no checkpoint, so no commit, so nobody who
   * looks for the database: its name is missed only while that of S3 is known.
   */
  private static void forgetNames(Scene scene, RandomGenerator random) throws IOException {
    HostNames names = scene.surroundings().names();
    if (!(scene.passages().s3() instanceof S3Proxy s3)
        || !(scene.passages().database() instanceof TcpProxy database)) {
      throw new IllegalStateException("dns-gone needs proxies before the services");
    }
    List<String> gone = Chance.one(NAMES, random);
    scene.note("gone", gone);
    NewLogLines log = scene.newLogLines();
    int requests = s3.requests();
    names.forget(gone);
    try {
      if (gone.contains(HostNames.STORE)) {
        scene.note("cut", s3.cutAll() + database.cutAll());
        int before = s3.requests();
        sleepAndRepeat(NAMELESS, s3::cutAll);
        int came = s3.requests() - before;
        scene.note("S3 requests", came);
        if (came > FEW_REQUESTS) {
          throw new IOException(came + " requests reached S3 without its name");
        }
      } else {
        scene.note("cut", database.cutAll());
        hold(scene, NAMELESS, log, "UnknownHostException", database::cutAll);
        scene.note("S3 requests", s3.requests() - requests);
      }
    } finally {
      names.know();
    }
  }

  private static void fillTaskManager(Scene scene, RandomGenerator random) throws IOException {
    JavaProcess victim = Chance.one(scene.taskManagersAtWork(), random);
    scene.note("process", victim.name());
    fill(scene, random, scene.surroundings().diskOf(victim.name()).orElseThrow(), NO_SPACE);
  }

  private static void fillDatabase(Scene scene, RandomGenerator random) throws IOException {
    // PostgreSQL's code for it, which the sinks' warnings name.
    fill(scene, random, scene.surroundings().databaseDisk().orElseThrow(), "SQL state 53100");
  }

  private static void fill(Scene scene, RandomGenerator random, SmallDisk disk, String sign)
      throws IOException {
    Duration time = Chance.one(FULL, random);
    NewLogLines log = scene.newLogLines();
    try {
      hold(scene, time, log, sign, disk::fill);
    } finally {
      disk.makeRoom();
    }
  }

  private static void sleepAndRepeat(Duration time, Step again) throws IOException {
    long begin = System.nanoTime();
    while (System.nanoTime() - begin < time.toNanos()) {
      again.run();
      LockSupport.parkNanos(POLL.toNanos());
    }
  }

  private static void hold(Scene scene, Duration time, NewLogLines log, String sign, Step again)
      throws IOException {
    scene.note("held", time);
    long begin = System.nanoTime();
    boolean fed = false;
    long seen = 0;
    while (seen == 0 || System.nanoTime() - begin < time.toNanos()) {
      long passed = System.nanoTime() - begin;
      if (passed > LIMIT.toNanos()) {
        throw new IOException("nothing was hurt: no log says \"" + sign + "\" in " + LIMIT);
      }
      if (!fed && seen == 0 && passed > time.toNanos()) {
        // The round's share may have been sent before anything was broken.
        scene.feeding().allow(scene.feeding().records(), SOME);
        fed = true;
      }
      again.run();
      LockSupport.parkNanos(POLL.toNanos());
      seen = log.count(sign);
    }
    scene.note("lines with \"" + sign + "\"", seen);
  }
}
