package io.millrace.local.cli;

import io.millrace.local.audit.AuditReport;
import io.millrace.local.audit.SplitBalance;
import io.millrace.local.demo.DemoResult;
import io.millrace.local.demo.Figure;
import io.millrace.local.demo.IdCheck;
import io.millrace.local.demo.RollupSample;
import io.millrace.local.demo.SessionCount;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A demo's end, for people and for programs. */
final class DemoReport {

  private static final int MOST_ROWS = 12;
  private static final String SMALL_PRINT = "  ";

  private final DemoResult result;
  private final Path folder;

  DemoReport(DemoResult result, Path folder) {
    this.result = result;
    this.folder = folder;
  }

  /** The table, where the files are, and how to query them. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add("");
    lines.addAll(figures().lines());
    lines.add("");
    if (!result.others().isEmpty()) {
      result.others().forEach(account -> lines.addAll(account.lines()));
      lines.add("");
    }
    if (!result.sessions().isEmpty()) {
      lines.addAll(sessions().lines());
      lines.add("");
    }
    lines.addAll(verdict());
    lines.add("");
    long files = result.audit().files();
    lines.add(
        "%,d Parquet file%s of events and dead letters in %s"
            .formatted(files, files == 1 ? "" : "s", result.lakeFolder()));
    lines.add("Query them:");
    lines.add(
        SMALL_PRINT
            + "./millrace sql --dir "
            + quoted(folder)
            + " \""
            + result.firstQuery().replace("\"", "\\\"")
            + "\"");
    result
        .firstAnswer()
        .ifPresent(
            answer ->
                ResultText.table(answer, MOST_ROWS).forEach(line -> lines.add(SMALL_PRINT + line)));
    result
        .rollup()
        .ifPresent(
            sample -> {
              lines.add("Of the table " + sample.table() + ":");
              ResultText.table(sample.rows(), MOST_ROWS)
                  .forEach(line -> lines.add(SMALL_PRINT + line));
            });
    return lines;
  }

  /** What the last line of {@code --json} holds. */
  Map<String, Object> json(Duration elapsed) {
    AuditReport audit = result.audit();
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("stream", result.stream());
    json.put("source", result.source().code());
    json.put("consumed", audit.total(SplitBalance::consumed));
    json.put("written", audit.total(SplitBalance::written));
    json.put("duplicate", audit.total(SplitBalance::duplicate));
    json.put("conflicting", audit.conflicting());
    json.put("rejected", audit.total(SplitBalance::rejected));
    json.put("rejected_by_reason", audit.rejectedByReason());
    json.put("late", audit.total(SplitBalance::late));
    json.put("balanced", result.balanced());
    json.put("findings", result.findings());
    if (!result.figures().isEmpty()) {
      json.put("expected", expected());
      json.put("figures_checked", result.figures().size());
    }
    result.ids().ifPresent(ids -> json.put("ids", ids(ids)));
    json.put("jobs", result.others().stream().map(AuditText::account).toList());
    result.rollup().ifPresent(sample -> json.put("rollup", rollup(sample)));
    json.put("sessions", result.sessions().stream().map(this::session).toList());
    json.put("files", audit.files());
    json.put("lake_dir", result.lakeFolder().toString());
    json.put("dir", folder.toString());
    json.put("processing_ms", result.processing().toMillis());
    json.put("elapsed_ms", elapsed.toMillis());
    return json;
  }

  /** What the generator knows, under the names that the figures found have. */
  private Map<String, Object> expected() {
    Map<String, Object> expected = new LinkedHashMap<>();
    Map<String, Long> reasons = new TreeMap<>();
    for (Figure figure : result.figures()) {
      if (figure.name().startsWith(Figure.REJECTED_AS)) {
        reasons.put(figure.name().substring(Figure.REJECTED_AS.length()), figure.expected());
      } else if (!figure.name().contains(" ")) {
        expected.put(figure.name(), figure.expected());
      }
    }
    expected.put("rejected_by_reason", reasons);
    return expected;
  }

  private static Map<String, Object> rollup(RollupSample sample) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("table", sample.table());
    json.put("rows", ResultText.objects(sample.rows()));
    return json;
  }

  private Map<String, Object> session(SessionCount count) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("session", count.name());
    json.put("table", count.table());
    json.put("sessions", count.sessions());
    json.put("events", count.events());
    json.put("too_late", count.tooLate());
    json.put("closed", count.closed());
    Map<String, Object> expected = new LinkedHashMap<>();
    generated(Figure.SESSIONS_OF + count.name()).ifPresent(n -> expected.put("sessions", n));
    generated(Figure.EVENTS_IN + count.name()).ifPresent(n -> expected.put("events", n));
    json.put("expected", expected);
    return json;
  }

  private Optional<Long> generated(String figure) {
    return result.figures().stream()
        .filter(known -> known.name().equals(figure))
        .map(Figure::expected)
        .findFirst();
  }

  private static Map<String, Object> ids(IdCheck ids) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("exact", ids.exact());
    json.put("rows", ids.rows());
    json.put("distinct", ids.distinct());
    json.put("missing", ids.missing());
    json.put("unexpected", ids.unexpected());
    return json;
  }

  private TextTable figures() {
    AuditReport audit = result.audit();
    Map<String, Long> expected = new TreeMap<>();
    result.figures().forEach(figure -> expected.put(figure.name(), figure.expected()));
    boolean generated = !expected.isEmpty();
    TextTable table =
        generated
            ? new TextTable(result.stream(), "records", "generated")
            : new TextTable(result.stream(), "records");
    row(table, "consumed", audit.total(SplitBalance::consumed), expected, "consumed");
    row(table, "written", audit.total(SplitBalance::written), expected, "written");
    row(table, SMALL_PRINT + "of them late", audit.total(SplitBalance::late), expected, "late");
    row(table, "duplicate", audit.total(SplitBalance::duplicate), expected, "duplicate");
    row(table, SMALL_PRINT + "of them conflicting", audit.conflicting(), expected, "conflicting");
    row(table, "rejected", audit.total(SplitBalance::rejected), expected, "rejected");
    audit
        .rejectedByReason()
        .forEach(
            (reason, records) ->
                row(table, SMALL_PRINT + reason, records, expected, Figure.REJECTED_AS + reason));
    return table;
  }

  /** A definition's sessions, the events in them, and those that are closed. */
  private TextTable sessions() {
    TextTable table =
        result.figures().isEmpty()
            ? new TextTable("sessions", "found")
            : new TextTable("sessions", "found", "generated");
    for (SessionCount count : result.sessions()) {
      session(table, count.table(), count.sessions(), Figure.SESSIONS_OF + count.name());
      session(
          table, SMALL_PRINT + "events in them", count.events(), Figure.EVENTS_IN + count.name());
      if (count.tooLate() > 0) {
        session(table, SMALL_PRINT + "events too late for them", count.tooLate(), "");
      }
      session(table, SMALL_PRINT + "closed, so in the lake", count.closed(), "");
    }
    return table;
  }

  private void session(TextTable table, String name, long found, String figure) {
    String shown = "%,d".formatted(found);
    if (result.figures().isEmpty()) {
      table.add(name, shown);
    } else {
      table.add(name, shown, generated(figure).map("%,d"::formatted).orElse(""));
    }
  }

  private static void row(
      TextTable table, String name, long records, Map<String, Long> expected, String figure) {
    String shown = "%,d".formatted(records);
    if (expected.isEmpty()) {
      table.add(name, shown);
    } else {
      table.add(name, shown, "%,d".formatted(expected.getOrDefault(figure, 0L)));
    }
  }

  private List<String> verdict() {
    List<String> lines = new ArrayList<>();
    if (result.balanced()) {
      lines.add(
          "Balanced: ledger, %s and files agree%s. %,d records in %.1f s, %,d a second."
              .formatted(
                  result.source().noun(),
                  agreement(),
                  result.sent(),
                  result.processing().toMillis() / 1e3,
                  Math.round(result.sent() * 1e3 / Math.max(1, result.processing().toMillis()))));
    } else {
      lines.add("NOT BALANCED:");
      result.findings().forEach(finding -> lines.add(SMALL_PRINT + finding));
    }
    return lines;
  }

  private String agreement() {
    if (result.figures().isEmpty()) {
      return "";
    }
    long matching = result.figures().stream().filter(Figure::matches).count();
    return result
        .ids()
        .map(
            ids ->
                ", all %,d figures are the generator's, and so are all %,d ids in the files"
                    .formatted(matching, ids.distinct()))
        .orElse("");
  }

  private static String quoted(Path path) {
    String text = path.toString();
    return text.matches("[A-Za-z0-9_./-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
  }
}
