package io.millrace.local.audit;

import io.millrace.local.audit.LedgerRow.Range;
import io.millrace.local.audit.OffsetReader.Held;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/**
 * Follows a split's positions from the first that the source holds to the last: every one must be
 * in exactly one page of the ledger, or hold no record. Ranges are not counts (transaction markers
 * and compaction leave positions without a record), so where a page counts fewer records than its
 * range has positions, the source is read and the gap gets a name.
 */
final class PositionAudit {

  private static final String NO_RECORD =
      "no record there (transaction markers, aborted or compacted records)";

  private final String split;
  private final OffsetReader source;
  private final boolean fromEarliest;
  private final List<Gap> gaps = new ArrayList<>();
  private final List<String> findings = new ArrayList<>();

  PositionAudit(String split, OffsetReader source, boolean fromEarliest) {
    this.split = split;
    this.source = source;
    this.fromEarliest = fromEarliest;
  }

  /**
   * Audits the pages that have a range; to be called once.
   *
   * @param lost whether there is none though records of the split have been consumed: then what the
   *     source holds is not pending
   */
  Positions of(List<LedgerRow> pages, boolean lost) {
    Held held = source.held(split);
    List<LedgerRow> ranges =
        pages.stream()
            .filter(page -> page.range() != null)
            .sorted(Comparator.comparingLong(page -> first(range(page))))
            .toList();
    long next = held.begin();
    String nextRun = "";
    for (LedgerRow page : ranges) {
      Range range = range(page);
      if (first(range) > next) {
        between(new Range(next, first(range) - 1), held, nextRun.isEmpty());
      } else if (!nextRun.isEmpty() && first(range) < next) {
        overlap(page, new Range(first(range), Math.min(next - 1, last(range))), nextRun);
      }
      inside(page, range, held);
      if (nextRun.isEmpty() || last(range) >= next) {
        // The run that has come this far: a shorter page in between has not.
        next = last(range) + 1;
        nextRun = page.run();
      }
    }
    long pending = 0;
    if (next < held.end()) {
      Range rest = new Range(Math.max(next, held.begin()), held.end() - 1);
      if (lost) {
        between(rest, held, false);
      } else {
        pending = source.count(split, rest);
      }
    }
    return new Positions(pending, gaps, findings);
  }

  /** Positions of no page: before the first page, or between two. */
  private void between(Range range, Held held, boolean beforeFirst) {
    if (beforeFirst && !fromEarliest) {
      return;
    }
    if (first(range) < held.begin()) {
      gone(new Range(first(range), Math.min(last(range), held.begin() - 1)));
    }
    long begin = Math.max(first(range), held.begin());
    long end = Math.min(last(range), held.end() - 1);
    if (begin <= end) {
      Range readable = new Range(begin, end);
      long records = source.count(split, readable);
      if (records == 0) {
        gaps.add(new Gap(readable, length(readable), Gap.Kind.EXPLAINED, NO_RECORD));
      } else {
        unexplained(readable, records, "positions %s hold %,d records that no page has");
      }
    }
    if (last(range) >= held.end()) {
      // Of a topic that was made again, and has fewer.
      gone(new Range(Math.max(first(range), held.end()), last(range)));
    }
  }

  private void gone(Range range) {
    gaps.add(new Gap(range, length(range), Gap.Kind.EXPIRED, "the source no longer holds them"));
    findings.add(
        "positions %s were never consumed, and the source no longer holds them".formatted(range));
  }

  private void inside(LedgerRow page, Range range, Held held) {
    long missing = length(range) - page.consumed();
    if (missing == 0) {
      return;
    }
    if (missing < 0) {
      findings.add(
          "checkpoint %d of run %s: %,d records counted, but its range %s has only %,d positions"
              .formatted(page.checkpoint(), page.run(), page.consumed(), range, length(range)));
      return;
    }
    if (first(range) < held.begin() || last(range) >= held.end()) {
      gaps.add(
          new Gap(range, missing, Gap.Kind.EXPIRED, "the source no longer holds the whole range"));
      return;
    }
    long records = source.count(split, range);
    if (records == page.consumed()) {
      gaps.add(new Gap(range, missing, Gap.Kind.EXPLAINED, NO_RECORD));
    } else if (records > page.consumed()) {
      unexplained(
          range,
          records - page.consumed(),
          "positions %s hold %,d more records than the ledger counts");
    } else if (held.compacted()) {
      gaps.add(new Gap(range, missing, Gap.Kind.EXPLAINED, "records compacted since"));
    } else {
      findings.add(
          "positions %s: the ledger counts %,d records, the source holds %,d (%+,d)"
              .formatted(range, page.consumed(), records, records - page.consumed()));
    }
  }

  private void unexplained(Range range, long records, String finding) {
    gaps.add(
        new Gap(range, records, Gap.Kind.UNEXPLAINED, "records that the ledger does not count"));
    findings.add(finding.formatted(range, records));
  }

  private void overlap(LedgerRow page, Range range, String otherRun) {
    findings.add(
        page.run().equals(otherRun)
            ? "positions %s were counted twice in run %s".formatted(range, otherRun)
            : "positions %s were consumed by run %s and by run %s"
                .formatted(range, otherRun, page.run()));
  }

  private static Range range(LedgerRow page) {
    return Objects.requireNonNull(page.range());
  }

  private static long first(Range range) {
    return range.first().longValueExact();
  }

  private static long last(Range range) {
    return range.last().longValueExact();
  }

  /** How many positions, whether they hold a record or not. */
  private static long length(Range range) {
    return last(range) - first(range) + 1;
  }
}
