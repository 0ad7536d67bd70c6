package io.millrace.local.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A table for people: a heading, a rule, rows. Columns whose cells are all numbers are set to the
 * right.
 */
final class TextTable {

  private static final String BETWEEN = "  ";

  private final List<String> heading;
  private final List<List<String>> rows = new ArrayList<>();

  TextTable(List<String> heading) {
    this.heading = List.copyOf(heading);
  }

  TextTable(String... heading) {
    this(List.of(heading));
  }

  /** Adds a row; it has as many cells as the heading. */
  void add(List<String> cells) {
    rows.add(List.copyOf(cells));
  }

  void add(String... cells) {
    add(List.of(cells));
  }

  /** One string a line, without trailing blanks. */
  List<String> lines() {
    int[] widths = new int[heading.size()];
    boolean[] numeric = new boolean[heading.size()];
    Arrays.fill(numeric, !rows.isEmpty());
    for (int i = 0; i < widths.length; i++) {
      widths[i] = width(heading.get(i));
      for (List<String> row : rows) {
        widths[i] = Math.max(widths[i], width(row.get(i)));
        numeric[i] &= row.get(i).matches("[-+]?[0-9][0-9,.]*|");
      }
    }
    List<String> lines = new ArrayList<>();
    lines.add(line(heading, widths, numeric));
    lines.add(line(Arrays.stream(widths).mapToObj("─"::repeat).toList(), widths, numeric));
    rows.forEach(row -> lines.add(line(row, widths, numeric)));
    return lines;
  }

  private static String line(List<String> cells, int[] widths, boolean[] numeric) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      String padding = " ".repeat(widths[i] - width(cells.get(i)));
      line.append(i == 0 ? "" : BETWEEN)
          .append(numeric[i] ? padding : "")
          .append(cells.get(i))
          .append(numeric[i] ? "" : padding);
    }
    return line.toString().stripTrailing();
  }

  private static int width(String cell) {
    return cell.codePointCount(0, cell.length());
  }
}
