package io.millrace.bench.faults;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * Two faults at once: one that lasts, and in its midst a process that is killed or stands still.
 * What lasts goes on in a thread and a scene of its own.
 */
final class MixedFault implements Fault {

  private static final Duration LIMIT = Duration.ofMinutes(10);
  private static final Duration EARLIEST = Duration.ofSeconds(1);
  private static final Duration LATEST = Duration.ofSeconds(8);

  private static final Set<String> OF_THE_DATABASE =
      Set.of("db-no-connections", "db-row-locked", "db-disk-full");

  /** Not the full disk of a TaskManager, which would go with the TaskManager. */
  private static final Set<String> LASTING =
      Set.of(
          "s3-503-50",
          "s3-503-100",
          "s3-slow",
          "db-no-connections",
          "db-row-locked",
          "db-disk-full",
          "network-cut",
          "dns-gone");

  private record Pair(Fault lasting, Strike strike) {
    /** A database that is killed is no longer full, and nobody has its connections. */
    boolean goesTogether() {
      return !strike.name().equals("kill-database") || !OF_THE_DATABASE.contains(lasting.name());
    }
  }

  static List<Fault> all() {
    return List.of(new MixedFault());
  }

  @Override
  public String name() {
    return "mixed";
  }

  @Override
  public void inject(Scene scene, RandomGenerator random) throws Exception {
    Pair pair = Chance.one(pairs(), random);
    Duration into = EARLIEST.plusMillis(random.nextLong(LATEST.minus(EARLIEST).toMillis()));
    long own = random.nextLong();
    scene.note("lasting", pair.lasting().name());
    scene.note("in its midst", "%s after %s".formatted(pair.strike().name(), into));
    Scene apart = scene.apart();
    CompletableFuture<Void> lasting =
        CompletableFuture.runAsync(
            () -> {
              try {
                pair.lasting().inject(apart, new Random(own));
              } catch (Exception failure) {
                throw new CompletionException(pair.lasting().name(), failure);
              }
            });
    LockSupport.parkNanos(into.toNanos());
    try {
      pair.strike().strike(scene, random);
    } finally {
      lasting.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    }
    apart.takeNotes().forEach(scene::note);
  }

  private static List<Pair> pairs() {
    List<Pair> pairs = new ArrayList<>();
    for (Fault lasting : lasting()) {
      for (Strike strike : strikes()) {
        Pair pair = new Pair(lasting, strike);
        if (pair.goesTogether()) {
          pairs.add(pair);
        }
      }
    }
    return pairs;
  }

  private static List<Fault> lasting() {
    return Stream.of(StoreFault.all(), DatabaseFault.all(), SurroundingsFault.all())
        .flatMap(List::stream)
        .filter(fault -> LASTING.contains(fault.name()) && fault.canBeDone())
        .toList();
  }

  private static List<Strike> strikes() {
    return Stream.of(ProcessFault.all(), ServiceFault.kills())
        .<Strike>flatMap(List::stream)
        .toList();
  }
}
