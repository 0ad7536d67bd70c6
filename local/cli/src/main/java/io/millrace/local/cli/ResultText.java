package io.millrace.local.cli;

import io.millrace.local.query.ResultTable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A query's answer as text. */
final class ResultText {

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
    String text = value == null ? "NULL" : value instanceof String plain ? plain : Json.line(value);
    return text.replace("\n", "\\n").replace("\t", "\\t").replace("\r", "\\r");
  }
}
