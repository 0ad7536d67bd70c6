package io.millrace.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Each figure's median over the rounds and its spread, and whether its best is near its target.
 *
 * <p>Nearness is asked of the best rounds because it decides whether a build fails: whatever else a
 * shared machine does takes caches and cores away and so only ever adds CPU time, while code that
 * became slower is slow in its best round too.
 */
final class Summary {

  private final double tolerance;
  private final Map<String, Double> medians = new LinkedHashMap<>();
  private final Map<String, List<Double>> spreads = new LinkedHashMap<>();
  private boolean good = true;

  /**
   * An empty summary.
   *
   * @param tolerance by which share of its target a figure's best may miss it
   */
  Summary(double tolerance) {
    this.tolerance = tolerance;
  }

  /**
   * Adds a figure whose best is the best of its rounds, and prints it.
   *
   * @param atMost whether the target is the most, not the least, that it should be
   */
  void add(String name, List<Double> rounds, double target, boolean atMost) {
    double best = atMost ? Collections.min(rounds) : Collections.max(rounds);
    add(name, rounds, best, target, atMost);
  }

  /**
   * Adds a figure and prints it.
   *
   * @param best what it is without what disturbed single rounds
   * @param atMost whether the target is the most, not the least, that it should be
   */
  void add(String name, List<Double> rounds, double best, double target, boolean atMost) {
    List<Double> sorted = new ArrayList<>(rounds);
    sorted.sort(null);
    int middle = sorted.size() / 2;
    double median =
        sorted.size() % 2 == 1
            ? sorted.get(middle)
            : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    double lowest = sorted.get(0);
    double highest = sorted.get(sorted.size() - 1);
    medians.put(name, median);
    spreads.put(name, List.of(lowest, highest));
    boolean near = atMost ? best <= target * (1 + tolerance) : best >= target * (1 - tolerance);
    good &= near;
    System.err.printf(
        "%s: %.2f (%.2f to %.2f), of the best rounds %.2f, target at %s %.2f%s%n",
        name,
        median,
        lowest,
        highest,
        best,
        atMost ? "most" : "least",
        target,
        near ? "" : ": TOO FAR");
  }

  Map<String, Double> medians() {
    return medians;
  }

  Map<String, List<Double>> spreads() {
    return spreads;
  }

  /** Whether all figures are within the tolerance of their targets. */
  boolean good() {
    return good;
  }
}
