package io.millrace.contract;

import io.millrace.contract.RollupDefinition.Measure;
import io.millrace.contract.RollupDefinition.Window;
import java.util.ArrayList;
import java.util.List;

/** Compiles the custom property {@code rollups}. */
final class RollupCompiler {

  /** Columns that each rollup's table has anyway. */
  static final List<String> OWN_COLUMNS =
      List.of("window_start", "window_end", "group_id", "revision", "updated_at");

  private final Columns columns;
  private final TableNames tables;

  RollupCompiler(Columns columns, TableNames tables) {
    this.columns = columns;
    this.tables = tables;
  }

  List<RollupDefinition> compile(Section entry) {
    entry.check("value", AggregateShapes.ROLLUPS);
    List<RollupDefinition> rollups = new ArrayList<>();
    for (Section section : entry.sections("value")) {
      rollup(section, rollups);
    }
    return rollups;
  }

  private void rollup(Section section, List<RollupDefinition> rollups) {
    String name = section.text("name", "");
    if (section.text("name") != null) {
      tables.takeRollup(name, section);
    }
    Names.Taken names = new Names.Taken();
    OWN_COLUMNS.forEach(column -> names.reserve(column, "a column that every rollup has"));
    List<Columns.Column> groupBy =
        columns.list(
            section,
            "groupBy",
            Columns::isPlain,
            "group by one that is neither object, array nor JSON");
    groupBy.forEach(column -> takeColumn(column.flatName(), names, section, "groupBy"));
    List<Measure> measures = MeasureCompiler.compile(section, columns, names);
    takeCorrectionColumns(measures, groupBy, section);
    Section stated = section.section("measures");
    if (stated != null && stated.mapping().entries().isEmpty()) {
      section.fault("measures", "has no measure; name at least one, such as n: { count: \"*\" }");
    }
    List<RollupDefinition.Condition> where = ConditionCompiler.compile(section, columns);
    Section windowSection = section.section("window");
    Window window = windowSection == null ? null : WindowCompiler.compile(windowSection);
    if (window != null) {
      rollups.add(
          new RollupDefinition(
              name, window, where, groupBy.stream().map(Columns.Column::path).toList(), measures));
    }
  }

  /** The corrections have each measure twice, beside the group's columns. */
  private static void takeCorrectionColumns(
      List<Measure> measures, List<Columns.Column> groupBy, Section section) {
    for (Measure measure : measures) {
      // Of two measures with one name the table's columns have told.
      Names.Taken names = new Names.Taken();
      groupBy.forEach(column -> names.reserve(column.flatName(), "a group column"));
      for (String prefix : List.of(RollupDefinition.OLD, RollupDefinition.NEW)) {
        String column = prefix + measure.name();
        if (Names.check(column, Names.MAX_LENGTH, section, "measures")) {
          names.take(column, "a column of the corrections", section, "measures");
        }
      }
    }
  }

  /** A group column, named by its path: it must fit and be the only one of its name. */
  static void takeColumn(String flatName, Names.Taken names, Section section, String key) {
    if (Names.check(flatName, Names.MAX_LENGTH, section, key)) {
      names.take(flatName, "a column of this table", section, key);
    }
  }
}
