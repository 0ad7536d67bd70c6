package io.millrace.local.audit;

import static java.util.stream.Collectors.groupingBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Holds the ledger against itself, against the source and against the lake. Plain arithmetic on
 * what it is given: it reads nothing but the ranges of the source that do not explain themselves.
 */
public final class Auditor {

  private final String stream;
  private final boolean fromEarliest;

  /**
   * @param fromEarliest whether the job was to consume all that the source held when it first
   *     started; if not, records before its first position are none of its business
   */
  public Auditor(String stream, boolean fromEarliest) {
    this.stream = stream;
    this.fromEarliest = fromEarliest;
  }

  /** The balance of every split that the ledger, the lake or the source knows. */
  public AuditReport audit(LedgerBook ledger, LakeCounts lake, SourceReader source) {
    Map<String, List<LedgerRow>> pages =
        ledger.pages().stream().collect(groupingBy(LedgerRow::split));
    TreeSet<String> splits = new TreeSet<>(Auditor::bySplitName);
    splits.addAll(pages.keySet());
    splits.addAll(lake.rowsBySplit().keySet());
    splits.addAll(lake.deadLettersBySplit().keySet());
    source.splits().forEach(splits::add);
    List<SplitBalance> balances = new ArrayList<>();
    for (String split : splits) {
      balances.add(split(split, pages.getOrDefault(split, List.of()), ledger, lake, source));
    }
    return new AuditReport(
        stream,
        List.copyOf(balances),
        partitions(ledger, lake),
        byReason(ledger),
        sum(ledger.conflicting()),
        lake.files());
  }

  private SplitBalance split(
      String split,
      List<LedgerRow> pages,
      LedgerBook ledger,
      LakeCounts lake,
      SourceReader source) {
    long consumed = pages.stream().mapToLong(LedgerRow::consumed).sum();
    long written = pages.stream().mapToLong(LedgerRow::written).sum();
    long duplicate = pages.stream().mapToLong(LedgerRow::duplicate).sum();
    long rejected = pages.stream().mapToLong(LedgerRow::rejected).sum();
    long late = pages.stream().mapToLong(LedgerRow::late).sum();
    long lakeRows = lake.rowsBySplit().getOrDefault(split, 0L);
    long deadLetters = lake.deadLettersBySplit().getOrDefault(split, 0L);

    List<String> findings = new ArrayList<>(checkpoints(pages));
    long reasons = sum(ledger.rejectedByReason().getOrDefault(split, Map.of()));
    differs(findings, "rejected, but reasons for", rejected, reasons);
    differs(findings, "written, but the lake's files hold", written, lakeRows);
    long conflicting = ledger.conflicting().getOrDefault(split, 0L);
    differs(
        findings,
        "rejected or conflicting, but the dead letters hold",
        rejected + conflicting,
        deadLetters);
    boolean lost =
        pages.stream().allMatch(page -> page.range() == null)
            && written + lakeRows + deadLetters > 0;
    Positions positions =
        source instanceof OffsetReader offsets
            ? new PositionAudit(split, offsets, fromEarliest).of(pages, lost)
            : new ShardAudit(split, (ShardReader) source, fromEarliest).of(pages, lost);
    findings.addAll(positions.findings());
    return new SplitBalance(
        split,
        consumed,
        written,
        duplicate,
        rejected,
        late,
        positions.pending(),
        lakeRows,
        deadLetters,
        positions.gaps(),
        List.copyOf(findings));
  }

  /** Each checkpoint's records must have come to one outcome each. */
  private static List<String> checkpoints(List<LedgerRow> pages) {
    record Checkpoint(String run, long number) {}
    Map<Checkpoint, long[]> sums = new HashMap<>();
    for (LedgerRow page : pages) {
      long[] sum =
          sums.computeIfAbsent(
              new Checkpoint(page.run(), page.checkpoint()), checkpoint -> new long[2]);
      sum[0] += page.consumed();
      sum[1] += page.written() + page.duplicate() + page.rejected();
    }
    List<String> findings = new ArrayList<>();
    sums.forEach(
        (checkpoint, sum) -> {
          if (sum[0] != sum[1]) {
            findings.add(
                "%s of run %s: consumed %,d, but written + duplicate + rejected = %,d (%+,d)"
                    .formatted(
                        checkpoint.number() == LedgerRow.END
                            ? "the end"
                            : "checkpoint " + checkpoint.number(),
                        checkpoint.run(),
                        sum[0],
                        sum[1],
                        sum[1] - sum[0]));
          }
        });
    findings.sort(null);
    return findings;
  }

  private static List<PartitionBalance> partitions(LedgerBook ledger, LakeCounts lake) {
    TreeSet<String> names = new TreeSet<>(ledger.writtenByPartition().keySet());
    names.addAll(lake.rowsByPartition().keySet());
    return names.stream()
        .map(
            name ->
                new PartitionBalance(
                    name,
                    ledger.writtenByPartition().getOrDefault(name, 0L),
                    lake.rowsByPartition().getOrDefault(name, 0L)))
        .toList();
  }

  private static Map<String, Long> byReason(LedgerBook ledger) {
    Map<String, Long> reasons = new TreeMap<>();
    ledger
        .rejectedByReason()
        .values()
        .forEach(split -> split.forEach((reason, n) -> reasons.merge(reason, n, Long::sum)));
    return reasons;
  }

  private static void differs(List<String> findings, String what, long ledger, long found) {
    if (ledger != found) {
      findings.add(
          "the ledger has %,d %s %,d (%+,d)".formatted(ledger, what, found, found - ledger));
    }
  }

  private static long sum(Map<String, Long> records) {
    return records.values().stream().mapToLong(Long::longValue).sum();
  }

  /** {@code orders-10} after {@code orders-9}. */
  private static int bySplitName(String a, String b) {
    int byLength = Integer.compare(a.length(), b.length());
    return byLength != 0 ? byLength : a.compareTo(b);
  }
}
