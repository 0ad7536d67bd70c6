package io.millrace.aggregate;

/** What all measures of one group have seen; made, filled and read by its {@link Measures}. */
public final class Accumulators {

  final Cell<?>[] cells;

  Accumulators(Cell<?>[] cells) {
    this.cells = cells;
  }

  /** About how many bytes of memory it takes. */
  public int memory() {
    int memory = 64;
    for (Cell<?> cell : cells) {
      memory += cell.memory();
    }
    return memory;
  }
}
