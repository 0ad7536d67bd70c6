package io.millrace.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Each figure's median over the rounds, its spread, and whether it is near its target. */
final class Summary {

  private final double tolerance;
  private final Map<String, Double> medians = new LinkedHashMap<>();
  private final Map<String, List<Double>> spreads = new LinkedHashMap<>();
  private boolean good = true;

  /**
   * An empty summary.
   *
   * @param tolerance by which share of its target a median may miss it
   */
  Summary(double tolerance) {
    this.tolerance = tolerance;
  }

  /**
   * Adds a figure and prints it.
   *
   * @param atMost whether the target is the most, not the least, that it should be
   */
  void add(String name, List<Double> rounds, double target, boolean atMost) {
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
    boolean near = atMost ? median <= target * (1 + tolerance) : median >= target * (1 - tolerance);
    good &= near;
    System.err.printf(
        "%s: %.2f (%.2f to %.2f), target at %s %.2f%s%n",
        name, median, lowest, highest, atMost ? "most" : "least", target, near ? "" : ": TOO FAR");
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
