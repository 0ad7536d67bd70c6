package io.millrace.aggregate;

import io.millrace.contract.Field;
import io.millrace.contract.RollupDefinition.Measure;
import io.millrace.contract.ValueType;
import io.millrace.event.RowReader;
import io.millrace.event.RowWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The measures of a rollup or session, compiled. Not thread-safe.
 *
 * <p>{@code merge} is commutative and associative: however the events were split and in whatever
 * order their parts were merged, the results are the same; those of quantiles are within the error
 * of the sketch. A null is no value to any measure; {@code count: "*"} counts events.
 */
public final class Measures {

  /** The first byte of all states; another layout gets another one. */
  private static final int VERSION = 1;

  private static final int EVERY_EVENT = -1;

  private record Plan(int slot, ResultColumn column, Supplier<Cell<?>> cells) {}

  private final RowFields fields;
  private final List<Plan> plans = new ArrayList<>();
  private final RowWriter out = new RowWriter();
  private final RowReader in = new RowReader();

  private Measures(RowFields fields, List<Measure> measures) {
    this.fields = fields;
    for (Measure measure : measures) {
      if (measure.property() == null) {
        plans.add(new Plan(EVERY_EVENT, column(measure, ResultType.BIGINT), CountCell::new));
      } else {
        int slot = fields.slot(measure.property());
        plans.add(plan(measure, slot, fields.field(slot)));
      }
    }
  }

  /** Compiles measures of the fields' contract. */
  public static Measures of(RowFields fields, List<Measure> measures) {
    return new Measures(fields, measures);
  }

  private static Plan plan(Measure measure, int slot, Field field) {
    ValueType type = field.storedType();
    boolean floating = type instanceof ValueType.Floating;
    return switch (measure.kind()) {
      case COUNT -> new Plan(slot, column(measure, ResultType.BIGINT), CountCell::new);
      case SUM, AVG -> {
        boolean mean = measure.kind() == Measure.Kind.AVG;
        yield floating
            ? new Plan(slot, column(measure, ResultType.DOUBLE), () -> new DoubleSumCell(mean))
            : new Plan(
                slot, column(measure, ResultType.NUMERIC), () -> new DecimalSumCell(type, mean));
      }
      case MIN, MAX -> {
        boolean greatest = measure.kind() == Measure.Kind.MAX;
        yield new Plan(
            slot, column(measure, ResultType.of(type)), () -> new ExtremeCell(type, greatest));
      }
      case APPROX_DISTINCT ->
          new Plan(slot, column(measure, ResultType.BIGINT), () -> new DistinctCell(type));
      case QUANTILE ->
          new Plan(
              slot, column(measure, ResultType.DOUBLE), () -> new QuantileCell(type, measure.q()));
    };
  }

  private static ResultColumn column(Measure measure, ResultType type) {
    boolean counts =
        measure.kind() == Measure.Kind.COUNT || measure.kind() == Measure.Kind.APPROX_DISTINCT;
    return new ResultColumn(measure.name(), type, !counts);
  }

  /** A column a measure, in their order; counts are never null, others are where no value was. */
  public List<ResultColumn> columns() {
    return plans.stream().map(Plan::column).toList();
  }

  /** Accumulators that have seen nothing. */
  public Accumulators create() {
    Cell<?>[] cells = new Cell<?>[plans.size()];
    for (int i = 0; i < cells.length; i++) {
      cells[i] = plans.get(i).cells().get();
    }
    return new Accumulators(cells);
  }

  /** Takes in the row that the fields stand at. */
  public void add(Accumulators accumulators) {
    for (int i = 0; i < accumulators.cells.length; i++) {
      int slot = plans.get(i).slot();
      if (slot == EVERY_EVENT || fields.present(slot)) {
        accumulators.cells[i].add(fields, slot);
      }
    }
  }

  /** Takes {@code part} into {@code whole}; {@code part} stays as it is. */
  public void merge(Accumulators whole, Accumulators part) {
    for (int i = 0; i < whole.cells.length; i++) {
      merge(whole.cells[i], part.cells[i]);
    }
  }

  @SuppressWarnings("unchecked") // Both were made by the same plan.
  private static <C extends Cell<C>> void merge(Cell<C> whole, Cell<?> part) {
    whole.merge((C) part);
  }

  /** The state as bytes. */
  public byte[] bytes(Accumulators accumulators) {
    out.clear().writeByte(VERSION);
    for (Cell<?> cell : accumulators.cells) {
      cell.write(out);
    }
    return out.toByteArray();
  }

  /**
   * Accumulators as {@link #bytes} wrote them.
   *
   * @throws IllegalArgumentException if a newer version wrote them
   */
  public Accumulators read(byte[] bytes) {
    in.open(bytes);
    int version = bytes[in.skip(1)];
    if (version != VERSION) {
      throw new IllegalArgumentException(
          "an accumulator of version " + version + "; this build reads version " + VERSION);
    }
    Accumulators accumulators = create();
    for (Cell<?> cell : accumulators.cells) {
      cell.read(in);
    }
    return accumulators;
  }

  /** The results in the columns' order, each of its column's type, or null. */
  public @Nullable Object[] results(Accumulators accumulators) {
    @Nullable Object[] results = new @Nullable Object[accumulators.cells.length];
    for (int i = 0; i < results.length; i++) {
      results[i] = accumulators.cells[i].result();
    }
    return results;
  }
}
