package io.millrace.bench.proxy;

import java.io.IOException;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Stands before an S3 server and fails as S3 does. Requests pass byte by byte, so that signatures
 * stay valid. Safe for use by several threads.
 */
public final class S3Proxy extends TcpProxy {

  private final Disorder disorder;

  public S3Proxy(String name) throws IOException {
    this(name, new Disorder());
  }

  private S3Proxy(String name, Disorder disorder) throws IOException {
    super(name, link -> new S3Conversation(link, disorder).run());
    this.disorder = disorder;
  }

  /**
   * Answers a share of the requests with 503 (Slow Down), which the server does not see.
   *
   * @param share from 0, none, to 1, all
   * @param seed decides which
   */
  public void unavailable(double share, long seed) {
    disorder.chance = new Random(seed);
    disorder.share = share;
  }

  /** Holds each answer back for so long; zero: no longer. */
  public void slow(Duration each) {
    disorder.wait = each;
  }

  /** Cuts the connections of the next so many completed uploads once the server has done them. */
  public void loseCompletions(int count) {
    disorder.completionsToLose.set(count);
  }

  /** Holds the next completion of an upload whose target has such a path. */
  public Hold holdCompletion(Predicate<String> target) {
    Hold hold = new Hold(target);
    disorder.hold = hold;
    return hold;
  }

  /** How many requests there were. */
  public int requests() {
    return disorder.requests.get();
  }

  /** How many of them were answered with 503. */
  public int refusals() {
    return disorder.refusals.get();
  }

  /** How many uploads were completed without an answer. */
  public int lostCompletions() {
    return disorder.completionsLost.get();
  }

  /** What goes wrong, and did. */
  static final class Disorder {
    final AtomicInteger completionsToLose = new AtomicInteger();
    final AtomicInteger completionsLost = new AtomicInteger();
    final AtomicInteger requests = new AtomicInteger();
    final AtomicInteger refusals = new AtomicInteger();
    volatile Random chance = new Random(0);
    volatile double share;
    volatile Duration wait = Duration.ZERO;
    private volatile @Nullable Hold hold;

    void meet(String completion) throws IOException {
      Hold of = hold;
      if (of != null) {
        of.meet(completion);
      }
    }

    boolean refuses() {
      requests.incrementAndGet();
      boolean refuses = share > 0 && chance.nextDouble() < share;
      if (refuses) {
        refusals.incrementAndGet();
      }
      return refuses;
    }

    boolean losesCompletion() {
      boolean loses = completionsToLose.getAndUpdate(left -> Math.max(0, left - 1)) > 0;
      if (loses) {
        completionsLost.incrementAndGet();
      }
      return loses;
    }
  }
}
