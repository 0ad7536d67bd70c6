package io.millrace.sessions;

/** The totals of one key's cells, each by the time of its first event. */
interface CellStore {

  /** The totals of a cell that {@link #put} has stored. */
  byte[] totals(long first) throws Exception;

  void put(long first, byte[] totals) throws Exception;

  void remove(long first) throws Exception;
}
