package io.millrace.bench.faults;

import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/** At which phases kills and pauses aim, and in which they have met their job. Of one thread. */
final class Aiming {

  private final boolean evenly;
  private final Map<String, Map<Phase, Integer>> hits = new TreeMap<>();

  /**
   * Of a run.
   *
   * @param evenly at what a fault has hit least so far, where there is such a phase; at any if not
   */
  Aiming(boolean evenly) {
    this.evenly = evenly;
  }

  /** Takes the same from chance in either case, so that a seed's other choices stay. */
  Phase next(String fault, RandomGenerator random) {
    Phase any = Chance.one(List.of(Phase.values()), random);
    Map<Phase, Integer> counts = of(fault);
    return evenly
        ? Stream.concat(Stream.of(any), Stream.of(Phase.values()))
            .min(Comparator.comparing(phase -> counts.getOrDefault(phase, 0)))
            .orElse(any)
        : any;
  }

  void hit(String fault, Phase phase) {
    of(fault).merge(phase, 1, Integer::sum);
  }

  /** How often each phase was hit, by fault. */
  Map<String, Map<Phase, Integer>> hits() {
    return hits;
  }

  private Map<Phase, Integer> of(String fault) {
    return hits.computeIfAbsent(
        fault,
        unseen -> {
          Map<Phase, Integer> none = new EnumMap<>(Phase.class);
          Stream.of(Phase.values()).forEach(phase -> none.put(phase, 0));
          return none;
        });
  }
}
