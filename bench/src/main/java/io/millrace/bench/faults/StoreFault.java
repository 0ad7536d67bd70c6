package io.millrace.bench.faults;

import io.millrace.bench.proxy.S3Proxy;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;

/** The object store fails as S3 does, for a while. The scene's passage must be an S3 proxy. */
final class StoreFault implements Fault {

  private static final Duration WHILE = Duration.ofSeconds(60);
  private static final Duration SLOW = Duration.ofMillis(500);
  private static final Duration SLOW_WHILE = Duration.ofSeconds(20);
  private static final Duration LIMIT = Duration.ofMinutes(5);
  private static final Duration POLL = Duration.ofMillis(20);

  private interface Act {
    void on(S3Proxy proxy, Scene scene, RandomGenerator random);
  }

  private final String name;
  private final Act act;

  private StoreFault(String name, Act act) {
    this.name = name;
    this.act = act;
  }

  static List<Fault> all() {
    return List.of(
        new StoreFault("s3-503-10", (proxy, scene, random) -> refuse(0.1, proxy, scene, random)),
        new StoreFault("s3-503-50", (proxy, scene, random) -> refuse(0.5, proxy, scene, random)),
        new StoreFault("s3-503-100", (proxy, scene, random) -> refuse(1, proxy, scene, random)),
        new StoreFault("s3-slow", StoreFault::slow),
        new StoreFault("s3-complete-reply-lost", StoreFault::loseReplies));
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void inject(Scene scene, RandomGenerator random) {
    if (!(scene.passages().s3() instanceof S3Proxy proxy)) {
      throw new IllegalStateException(name + " needs an S3Proxy before the object store");
    }
    act.on(proxy, scene, random);
  }

  private static void refuse(double share, S3Proxy proxy, Scene scene, RandomGenerator random) {
    int before = proxy.refusals();
    proxy.unavailable(share, random.nextLong());
    LockSupport.parkNanos(WHILE.toNanos());
    proxy.unavailable(0, 0);
    scene.note("refused", proxy.refusals() - before);
  }

  private static void slow(S3Proxy proxy, Scene scene, RandomGenerator random) {
    proxy.slow(SLOW);
    LockSupport.parkNanos(SLOW_WHILE.toNanos());
    proxy.slow(Duration.ZERO);
    scene.note("each", SLOW);
  }

  private static void loseReplies(S3Proxy proxy, Scene scene, RandomGenerator random) {
    int count = 1 + random.nextInt(4);
    int wanted = proxy.lostCompletions() + count;
    proxy.loseCompletions(count);
    long deadline = System.nanoTime() + LIMIT.toNanos();
    while (proxy.lostCompletions() < wanted) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException("no upload was completed in " + LIMIT);
      }
      LockSupport.parkNanos(POLL.toNanos());
    }
    scene.note("lost", count);
  }
}
