package io.millrace.local.cli;

import io.millrace.local.audit.AuditReport;
import io.millrace.local.audit.Gap;
import io.millrace.local.audit.JobAccount;
import io.millrace.local.audit.PartitionBalance;
import io.millrace.local.audit.SplitBalance;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;

/** An audit, for people and for programs. */
final class AuditText {

  private final AuditReport report;
  private final List<JobAccount> others;

  AuditText(AuditReport report, List<JobAccount> others) {
    this.report = report;
    this.others = others;
  }

  boolean balanced() {
    return findings().isEmpty();
  }

  private List<String> findings() {
    List<String> findings = new ArrayList<>(report.findings());
    others.forEach(account -> findings.addAll(account.findings()));
    return findings;
  }

  List<String> lines() {
    List<String> lines = new ArrayList<>(splits().lines());
    long unbalanced = report.partitions().stream().filter(p -> !p.balanced()).count();
    lines.add("");
    lines.add(
        "%,d lake partitions in %,d files: %s"
            .formatted(
                report.partitions().size(),
                report.files(),
                unbalanced == 0
                    ? "all as the ledger has them"
                    : unbalanced + " are not as the ledger has them"));
    for (SplitBalance split : report.splits()) {
      for (Gap gap : split.gaps()) {
        lines.add(
            "%s: gap of %,d at %s, %s: %s"
                .formatted(
                    split.split(),
                    gap.positions(),
                    gap.range(),
                    gap.kind().code(),
                    gap.explanation()));
      }
    }
    others.forEach(account -> lines.addAll(account.lines()));
    if (balanced()) {
      lines.add("Balanced.");
    } else {
      lines.add("NOT BALANCED:");
      findings().forEach(finding -> lines.add("  " + finding));
    }
    return lines;
  }

  Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("stream", report.stream());
    json.put("balanced", balanced());
    json.put("findings", findings());
    for (Map.Entry<String, ToLongFunction<SplitBalance>> figure : figures().entrySet()) {
      json.put(figure.getKey(), report.total(figure.getValue()));
    }
    json.put("conflicting", report.conflicting());
    json.put("rejected_by_reason", report.rejectedByReason());
    json.put("files", report.files());
    json.put("splits", report.splits().stream().map(AuditText::split).toList());
    json.put("partitions", report.partitions().stream().map(AuditText::partition).toList());
    json.put("jobs", others.stream().map(AuditText::account).toList());
    return json;
  }

  static Map<String, Object> account(JobAccount account) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("job", account.job());
    json.put("consumed", account.consumed());
    json.put("written", account.written());
    json.put("duplicate", account.duplicate());
    json.put("rejected", account.rejected());
    Map<String, Object> aggregates = new LinkedHashMap<>();
    for (JobAccount.Aggregate aggregate : account.aggregates()) {
      aggregates.put(
          aggregate.name(),
          Map.of(
              "counted", aggregate.counted(),
              "filtered", aggregate.filtered(),
              "too_late", aggregate.tooLate()));
    }
    json.put("aggregates", aggregates);
    return json;
  }

  private TextTable splits() {
    List<String> heading = new ArrayList<>(List.of("split"));
    heading.addAll(figures().keySet().stream().map(name -> name.replace('_', ' ')).toList());
    heading.add("balance");
    TextTable table = new TextTable(heading);
    for (SplitBalance split : report.splits()) {
      List<String> cells = new ArrayList<>(List.of(split.split()));
      figures().values().forEach(figure -> cells.add("%,d".formatted(figure.applyAsLong(split))));
      cells.add(split.balanced() ? "balanced" : "NOT BALANCED");
      table.add(cells);
    }
    List<String> sum = new ArrayList<>(List.of("all"));
    figures().values().forEach(figure -> sum.add("%,d".formatted(report.total(figure))));
    sum.add(report.balanced() ? "balanced" : "NOT BALANCED");
    table.add(sum);
    return table;
  }

  private static Map<String, ToLongFunction<SplitBalance>> figures() {
    Map<String, ToLongFunction<SplitBalance>> figures = new LinkedHashMap<>();
    figures.put("consumed", SplitBalance::consumed);
    figures.put("written", SplitBalance::written);
    figures.put("duplicate", SplitBalance::duplicate);
    figures.put("rejected", SplitBalance::rejected);
    figures.put("late", SplitBalance::late);
    figures.put("pending", SplitBalance::pending);
    figures.put("lake_rows", SplitBalance::lakeRows);
    figures.put("dead_letters", SplitBalance::deadLetters);
    return figures;
  }

  private static Map<String, Object> split(SplitBalance split) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("split", split.split());
    json.put("balanced", split.balanced());
    figures().forEach((name, figure) -> json.put(name, figure.applyAsLong(split)));
    json.put("gaps", split.gaps().stream().map(AuditText::gap).toList());
    json.put("findings", split.findings());
    return json;
  }

  private static Map<String, Object> gap(Gap gap) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("first", position(gap.range().first()));
    json.put("last", position(gap.range().last()));
    json.put("positions", gap.positions());
    json.put("kind", gap.kind().code());
    json.put("explanation", gap.explanation());
    return json;
  }

  /** Kinesis' positions have more digits than a number of JSON's readers. */
  private static Object position(BigInteger position) {
    return position.bitLength() < Long.SIZE ? position.longValueExact() : position.toString();
  }

  private static Map<String, Object> partition(PartitionBalance partition) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("partition", partition.partition());
    json.put("balanced", partition.balanced());
    json.put("written", partition.written());
    json.put("lake_rows", partition.lakeRows());
    return json;
  }
}
