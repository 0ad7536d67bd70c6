package io.millrace.local.demo;

import io.millrace.contract.FieldPath;
import io.millrace.contract.SessionDefinition;
import io.millrace.event.RejectReason;
import io.millrace.local.audit.AuditReport;
import io.millrace.local.audit.Auditor;
import io.millrace.local.audit.JobAccount;
import io.millrace.local.audit.LakeReader;
import io.millrace.local.audit.LedgerReader;
import io.millrace.local.audit.SourceReader;
import io.millrace.local.audit.SplitBalance;
import io.millrace.local.feed.Expected;
import io.millrace.local.feed.StorefrontGenerator;
import io.millrace.local.platform.Platform;
import io.millrace.local.query.LakeDatabase;
import io.millrace.local.query.ResultTable;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Holds a demo's ledger, topic and files against one another and against the generator. */
final class DemoCheck {

  /** Every generated event has a visitor. */
  private static final List<FieldPath> VISITOR = List.of(FieldPath.of("visitor_id"));

  private final DemoRun.Settings settings;
  private final DemoState state;
  private final Platform platform;
  private final Connection database;

  DemoCheck(DemoRun.Settings settings, DemoState state, Platform platform, Connection database) {
    this.settings = settings;
    this.state = state;
    this.platform = platform;
    this.database = database;
  }

  DemoResult check(Duration processing) throws IOException, SQLException {
    AuditReport audit = audit();
    String query =
        """
        SELECT event_date, event_hour, count(*) AS events, count(*) FILTER (_late) AS late \
        FROM %s GROUP BY ALL ORDER BY ALL"""
            .formatted(LakeDatabase.identifier(state.stream()));
    List<Figure> figures = new ArrayList<>();
    Optional<IdCheck> ids = Optional.empty();
    Optional<ResultTable> answer = Optional.empty();
    List<JobAccount> others = JobAccount.besides(database, state.job(), state.stream());
    List<SessionCount> sessions = List.of();
    try (LakeDatabase lake = LakeDatabase.open(platform.lakeFolder())) {
      if (lake.has(state.stream())) {
        answer = Optional.of(lake.query(query));
      }
      if (settings.jobs().containsKey(DemoJob.SESSIONS)) {
        sessions = SessionCount.of(database, lake, settings.contract(), others);
      }
      if (settings.feed() instanceof StorefrontGenerator generator) {
        Expected expected = state.source().expected(generator.expected());
        figures.addAll(ledgerFigures(expected, audit));
        for (JobAccount account : others) {
          figures.add(
              figure("unique events of " + account.job(), expected.written(), account.written()));
        }
        figures.addAll(sessionFigures(generator, expected, sessions));
        if (answer.isPresent()) {
          figures.addAll(fileFigures(expected, answer.get()));
          ids = Optional.of(IdCheck.of(lake, state.stream(), generator));
        }
      }
    }
    return new DemoResult(
        state.stream(),
        state.source(),
        settings.feed().records(),
        processing,
        audit,
        others,
        List.copyOf(figures),
        ids,
        platform.lakeFolder(),
        query,
        answer,
        settings.jobs().containsKey(DemoJob.ROLLUPS)
            ? RollupSample.of(database, settings.contract())
            : Optional.empty(),
        sessions);
  }

  private AuditReport audit() throws IOException, SQLException {
    Path lake = platform.lakeFolder();
    try (SourceReader source =
        state.source().reader(state.source().address(platform), state.topic())) {
      return new Auditor(state.stream(), true)
          .audit(
              new LedgerReader(database, state.job(), state.stream()).book(),
              LakeReader.read(lake.toString(), state.stream()),
              source);
    }
  }

  private static List<Figure> ledgerFigures(Expected expected, AuditReport audit) {
    List<Figure> figures = new ArrayList<>();
    figures.add(figure("consumed", expected.consumed(), audit.total(SplitBalance::consumed)));
    figures.add(figure("written", expected.written(), audit.total(SplitBalance::written)));
    figures.add(figure("duplicate", expected.duplicate(), audit.total(SplitBalance::duplicate)));
    figures.add(figure("conflicting", expected.conflicting(), audit.conflicting()));
    figures.add(figure("rejected", expected.rejectedTotal(), audit.total(SplitBalance::rejected)));
    figures.add(figure("late", expected.late(), audit.total(SplitBalance::late)));
    Map<String, Long> reasons = new TreeMap<>();
    for (Map.Entry<RejectReason, Long> entry : expected.rejected().entrySet()) {
      reasons.put(entry.getKey().code(), entry.getValue());
    }
    figures.addAll(each(Figure.REJECTED_AS, reasons, audit.rejectedByReason()));
    for (SplitBalance split : audit.splits()) {
      String name = split.split();
      int partition = Integer.parseInt(name.substring(name.lastIndexOf('-') + 1));
      Expected.OfPartition of = expected.partitions().get(partition);
      figures.add(figure("consumed from " + name, of.consumed(), split.consumed()));
      figures.add(figure("rejected from " + name, of.rejected(), split.rejected()));
    }
    return figures;
  }

  private static List<Figure> fileFigures(Expected expected, ResultTable byHour) {
    Map<String, Long> found = new TreeMap<>();
    long late = 0;
    for (List<?> row : byHour.rows()) {
      String hour = "%sT%02d".formatted(row.get(0), number(row.get(1)));
      found.merge(hour, number(row.get(2)), Long::sum);
      late += number(row.get(3));
    }
    List<Figure> figures = each("in files of ", expected.writtenByHour(), found);
    figures.add(figure("late in files", expected.late(), late));
    return figures;
  }

  /**
   * What the generator knows of sessions. How many there are it knows only if no event was too late
   * for them: which ones are depends on how fast the job reads each partition.
   */
  private List<Figure> sessionFigures(
      StorefrontGenerator generator, Expected expected, List<SessionCount> found) {
    List<Figure> figures = new ArrayList<>();
    for (SessionCount count : found) {
      SessionDefinition session = definition(count.name());
      if (!session.key().equals(VISITOR)) {
        continue;
      }
      figures.add(
          figure(
              Figure.EVENTS_IN + count.name(),
              expected.written(),
              count.events() + count.tooLate()));
      if (count.tooLate() == 0) {
        figures.add(
            figure(
                Figure.SESSIONS_OF + count.name(),
                generator.visitorSessions(session.gap(), session.maxLength()),
                count.sessions()));
      }
    }
    return figures;
  }

  private SessionDefinition definition(String name) {
    return settings.contract().sessions().stream()
        .filter(session -> session.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  /** One figure for every key of either. */
  private static List<Figure> each(
      String name, Map<String, Long> expected, Map<String, Long> actual) {
    TreeSet<String> keys = new TreeSet<>(expected.keySet());
    keys.addAll(actual.keySet());
    List<Figure> figures = new ArrayList<>();
    for (String key : keys) {
      figures.add(figure(name + key, expected.getOrDefault(key, 0L), actual.getOrDefault(key, 0L)));
    }
    return figures;
  }

  private static Figure figure(String name, long expected, long actual) {
    return new Figure(name, expected, actual);
  }

  private static long number(@Nullable Object value) {
    return ((Number) Objects.requireNonNull(value)).longValue();
  }
}
