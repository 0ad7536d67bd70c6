package io.millrace.local.audit;

import io.millrace.local.audit.LedgerRow.Range;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads a split once from its oldest record on and counts its records page by page: each page must
 * count what lies in its range, and no record may lie outside all ranges. Positions are no numbers
 * to count by, so what the source has expired between two pages cannot be known.
 */
final class ShardAudit {

  private final String split;
  private final ShardReader source;
  private final boolean fromEarliest;
  private final List<Gap> gaps = new ArrayList<>();
  private final List<String> findings = new ArrayList<>();

  ShardAudit(String split, ShardReader source, boolean fromEarliest) {
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
    List<Block> blocks = blocks(pages);
    Reading reading = new Reading(blocks);
    source.read(split, reading);
    BigInteger oldest = reading.oldest;
    Block expired = null;
    for (Block block : blocks) {
      if (oldest == null || block.first.compareTo(oldest) < 0) {
        expired = expired == null ? block : expired.with(block);
      } else {
        outside(block.before, block == blocks.get(0) && !fromEarliest);
        inside(block);
      }
    }
    if (expired != null) {
      expired(expired);
    }
    if (lost) {
      outside(reading.after, false);
    }
    return new Positions(lost ? 0 : reading.after.records, gaps, findings);
  }

  /**
   * The pages' ranges in order. Two that share a position are one block: a checkpoint can fall
   * between records that were packed into one.
   */
  private List<Block> blocks(List<LedgerRow> pages) {
    List<Block> blocks = new ArrayList<>();
    Block last = null;
    for (LedgerRow page :
        pages.stream()
            .filter(page -> page.range() != null)
            .sorted(Comparator.comparing(page -> range(page).first()))
            .toList()) {
      Range range = range(page);
      if (last == null || range.first().compareTo(last.last) > 0) {
        last = new Block(page.run(), range);
        blocks.add(last);
      } else if (range.first().compareTo(last.last) < 0 || !page.run().equals(last.run)) {
        overlap(page, new Range(range.first(), range.last().min(last.last)), last.run);
      }
      last.add(page, range);
    }
    return blocks;
  }

  private void inside(Block block) {
    if (block.records > block.consumed) {
      long more = block.records - block.consumed;
      gaps.add(
          new Gap(
              block.range(), more, Gap.Kind.UNEXPLAINED, "records that the ledger does not count"));
      findings.add(
          "positions %s hold %,d more records than the ledger counts"
              .formatted(block.range(), more));
    } else if (block.records < block.consumed) {
      findings.add(
          "positions %s: the ledger counts %,d records, the source holds %,d (%+,d)"
              .formatted(
                  block.range(), block.consumed, block.records, block.records - block.consumed));
    }
  }

  private void outside(Stretch stretch, boolean nobodysBusiness) {
    BigInteger first = stretch.first;
    BigInteger last = stretch.last;
    if (nobodysBusiness || first == null || last == null) {
      return;
    }
    Range range = new Range(first, last);
    gaps.add(
        new Gap(
            range,
            stretch.records,
            Gap.Kind.UNEXPLAINED,
            "records that the ledger does not count"));
    findings.add(
        "positions %s hold %,d records that no page has".formatted(range, stretch.records));
  }

  private void expired(Block block) {
    gaps.add(
        new Gap(
            block.range(),
            block.consumed,
            Gap.Kind.EXPIRED,
            "the source no longer holds all that was consumed there"));
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

  /** Records that lie side by side. */
  private static final class Stretch {
    private @Nullable BigInteger first;
    private @Nullable BigInteger last;
    private long records;

    void add(BigInteger position, long more) {
      first = first == null ? position : first;
      last = position;
      records += more;
    }
  }

  /** One page's range, or several that touch: what the ledger counts, and what was found. */
  private static final class Block {
    private final String run;
    private final BigInteger first;
    private final Stretch before = new Stretch();
    private BigInteger last;
    private long consumed;
    private long records;

    Block(String run, Range range) {
      this.run = run;
      this.first = range.first();
      this.last = range.last();
    }

    void add(LedgerRow page, Range range) {
      last = last.max(range.last());
      consumed += page.consumed();
    }

    Block with(Block next) {
      Block both = new Block(run, new Range(first, next.last));
      both.consumed = consumed + next.consumed;
      return both;
    }

    Range range() {
      return new Range(first, last);
    }
  }

  /** One pass over the split, block by block. */
  private static final class Reading implements ShardReader.PositionConsumer {
    private final List<Block> blocks;
    private final Stretch after = new Stretch();
    private int next;
    private @Nullable BigInteger oldest;

    Reading(List<Block> blocks) {
      this.blocks = blocks;
    }

    @Override
    public void accept(BigInteger position, long records) {
      oldest = oldest == null ? position : oldest;
      while (next < blocks.size() && position.compareTo(blocks.get(next).last) > 0) {
        next++;
      }
      if (next == blocks.size()) {
        after.add(position, records);
      } else if (position.compareTo(blocks.get(next).first) < 0) {
        blocks.get(next).before.add(position, records);
      } else {
        blocks.get(next).records += records;
      }
    }
  }
}
