package io.millrace.ledger;

import io.millrace.event.ImmutableTypeInformation;
import io.millrace.event.Position;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.TypeInformation;

/**
 * What one writer of one split handed to one rollup between two checkpoints. Immutable.
 *
 * <p>Summed over its writers, for each rollup: written (of {@link LedgerPage}) = counted + filtered
 * + tooLate.
 *
 * @param writer which subtask of which operator counted: {@code rollups-3}
 * @param split the split's name
 * @param rollup the rollup's name
 * @param counted events that all their windows took in
 * @param filtered events that the rollup's {@code where} does not let in
 * @param tooLate events that at least one of their windows was closed to
 * @param missed the closed windows, each with what it missed; an event may be in several
 */
public record RollupPage(
    String writer,
    String split,
    String rollup,
    long counted,
    long filtered,
    long tooLate,
    Map<Window, Missed> missed) {

  /** How Flink ships a page. */
  public static final TypeInformation<RollupPage> TYPE =
      new ImmutableTypeInformation<>(RollupPage.class, new RollupPageSerializer());

  /** A window, from its start to before its end, in milliseconds since the epoch. */
  public record Window(long start, long end) {}

  /**
   * What a window missed of a split.
   *
   * @param first the lowest position
   * @param last the highest position
   */
  public record Missed(long records, Position first, Position last) {

    /** This and another, of the same window and split. */
    public Missed plus(Missed other) {
      return new Missed(
          records + other.records,
          first.compareTo(other.first) <= 0 ? first : other.first,
          last.compareTo(other.last) >= 0 ? last : other.last);
    }
  }

  public RollupPage {
    missed = Map.copyOf(missed);
  }

  /**
   * This page and the next one of the same writer, split and rollup as one.
   *
   * @throws IllegalArgumentException if they are not of the same
   */
  public RollupPage plus(RollupPage next) {
    if (!writer.equals(next.writer) || !split.equals(next.split) || !rollup.equals(next.rollup)) {
      throw new IllegalArgumentException("pages of different writers, splits or rollups");
    }
    Map<Window, Missed> both = new HashMap<>(missed);
    next.missed.forEach((window, more) -> both.merge(window, more, Missed::plus));
    return new RollupPage(
        writer,
        split,
        rollup,
        counted + next.counted,
        filtered + next.filtered,
        tooLate + next.tooLate,
        both);
  }
}
