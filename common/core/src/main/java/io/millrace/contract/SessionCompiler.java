package io.millrace.contract;

import io.millrace.contract.RollupDefinition.Measure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Compiles the custom property {@code sessions}. */
final class SessionCompiler {

  /** Columns that each session's table has anyway. */
  static final List<String> OWN_COLUMNS =
      List.of("group_id", "session_start", "session_end", "events", "revision", "updated_at");

  private static final String KEPT = "keep one that is neither object, array nor JSON";

  private final Columns columns;
  private final TableNames tables;

  SessionCompiler(Columns columns, TableNames tables) {
    this.columns = columns;
    this.tables = tables;
  }

  List<SessionDefinition> compile(Section entry) {
    entry.check("value", AggregateShapes.SESSIONS);
    List<SessionDefinition> sessions = new ArrayList<>();
    for (Section section : entry.sections("value")) {
      session(section, sessions);
    }
    return sessions;
  }

  private void session(Section section, List<SessionDefinition> sessions) {
    String name = section.text("name", "");
    if (section.text("name") != null) {
      tables.takeSession(name, section);
    }
    Names.Taken names = new Names.Taken();
    OWN_COLUMNS.forEach(column -> names.reserve(column, "a column that every session has"));
    List<FieldPath> key = kept(section, "key", "", names);
    if (section.has("key") && section.items("key").isEmpty()) {
      section.fault("key", "has no property; name what the events of a session have in common");
    }
    List<FieldPath> first = kept(section, "first", "first_", names);
    List<FieldPath> last = kept(section, "last", "last_", names);
    List<Measure> measures = MeasureCompiler.compile(section, columns, names);
    Duration gap = duration(section, "gap");
    Duration maxLength = duration(section, "maxLength");
    if (gap != null && maxLength != null && maxLength.compareTo(gap) < 0) {
      section.fault("maxLength", maxLength + " is less than gap " + gap + "; use at least that");
    }
    if (gap != null) {
      sessions.add(new SessionDefinition(name, key, gap, maxLength, first, last, measures));
    }
  }

  private List<FieldPath> kept(Section section, String list, String prefix, Names.Taken names) {
    List<Columns.Column> found = columns.list(section, list, Columns::isPlain, KEPT);
    found.forEach(
        column -> RollupCompiler.takeColumn(prefix + column.flatName(), names, section, list));
    return found.stream().map(Columns.Column::path).toList();
  }

  private static @Nullable Duration duration(Section section, String key) {
    return section.has(key)
        ? Durations.parse(
            section.text(key),
            Duration.ofMillis(1),
            section.path(key),
            section.line(key),
            section.faults())
        : null;
  }
}
