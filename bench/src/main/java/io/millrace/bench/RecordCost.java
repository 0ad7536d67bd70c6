package io.millrace.bench;

import java.util.Locale;
import java.util.Map;

/** CPU time of a record as a line over its length. */
record RecordCost(double microsAnEvent, double microsAKilobyte) {

  private static final double KILOBYTE = 1000;

  /**
   * The line whose relative errors have the least squares.
   *
   * @param micros by bytes of a record, at two lengths or more
   */
  static RecordCost of(Map<Integer, Double> micros) {
    double weights = 0;
    double lengths = 0;
    double squares = 0;
    double times = 0;
    double products = 0;
    for (Map.Entry<Integer, Double> point : micros.entrySet()) {
      double length = point.getKey() / KILOBYTE;
      double time = point.getValue();
      double weight = 1 / (time * time);
      weights += weight;
      lengths += weight * length;
      squares += weight * length * length;
      times += weight * time;
      products += weight * length * time;
    }
    double slope = (weights * products - lengths * times) / (weights * squares - lengths * lengths);
    return new RecordCost((times - slope * lengths) / weights, slope);
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "A record takes about %.2f µs of CPU and %.2f µs for each kB of it.",
        microsAnEvent,
        microsAKilobyte);
  }
}
