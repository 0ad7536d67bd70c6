package io.millrace.bench;

/** What a program leaves behind, and is checked for. */
sealed interface Output {

  /** Parquet files with each id once. */
  record Files() implements Output {}

  /**
   * A rollup's table.
   *
   * @param windows of how many windows each event must be a part
   */
  record Rollup(int windows) implements Output {}
}
