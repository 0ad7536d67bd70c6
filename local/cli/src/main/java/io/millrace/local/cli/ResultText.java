package io.millrace.local.cli;

import io.millrace.local.query.ResultTable;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A query's answer as text. */
final class ResultText {

  /** Characters of a cell that people are shown; programs get all. */
  private static final int WIDEST = 80;

  private ResultText() {}

  /**
   * A table for people.
   *
   * @param most rows to show; how many more there are is said
   */
  static List<String> table(ResultTable result, int most) {
    TextTable table = new TextTable(result.columns());
    result.rows().stream()
        .limit(most)
        .forEach(row -> table.add(row.stream().map(ResultText::cell).toList()));
    List<String> lines = new ArrayList<>(table.lines());
    if (result.rows().size() > most) {
      lines.add("… and %,d more rows".formatted(result.rows().size() - most));
    }
    return lines;
  }

  /** One object a row, by the columns' names; of columns with one name, the last. */
  static List<Map<String, @Nullable Object>> objects(ResultTable result) {
    List<Map<String, @Nullable Object>> objects = new ArrayList<>();
    for (List<@Nullable Object> row : result.rows()) {
      Map<String, @Nullable Object> object = new LinkedHashMap<>();
      for (int i = 0; i < row.size(); i++) {
        object.put(result.columns().get(i), row.get(i));
      }
      objects.add(object);
    }
    return objects;
  }

  private static String cell(@Nullable Object value) {
    String text = text(value).replace("\n", "\\n").replace("\t", "\\t").replace("\r", "\\r");
    return text.codePointCount(0, text.length()) <= WIDEST
        ? text
        : text.substring(0, text.offsetByCodePoints(0, WIDEST - 1)) + "…";
  }

  private static String text(@Nullable Object value) {
    if (value == null) {
      return "NULL";
    } else if (value instanceof String plain) {
      return plain;
    } else if (value instanceof byte[] bytes) {
      return "\\x" + HexFormat.of().formatHex(bytes, 0, Math.min(bytes.length, WIDEST));
    }
    return Json.line(value);
  }
}
