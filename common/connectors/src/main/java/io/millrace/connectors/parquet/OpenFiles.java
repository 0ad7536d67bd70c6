package io.millrace.connectors.parquet;

import io.millrace.event.RowWriter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/**
 * The waiting records of all files that one sink writer has open, and the one bound on what they
 * take. Past it, the largest go to the spill file until a quarter of the bound is free: with few
 * files open they reach their row group first and nothing is spilled; with thousands, each still
 * gets whole row groups, where a bound on row groups in memory would cut files into crumbs whose
 * metadata alone outgrows it. Not thread-safe.
 */
final class OpenFiles {

  private final long limit;
  private final SpillFile spill;
  private final Set<WaitingRecords> open = Collections.newSetFromMap(new IdentityHashMap<>());
  private long heapBytes;

  OpenFiles(long limit, SpillFile spill) {
    this.limit = limit;
    this.spill = spill;
  }

  void add(WaitingRecords records) {
    open.add(records);
  }

  /** Appends a record to {@code records}, one of the open files', and makes room if need be. */
  void append(WaitingRecords records, RowWriter record) throws IOException {
    long before = records.heapBytes();
    records.append(record.bytes(), record.size());
    long grown = records.heapBytes() - before;
    if (grown > 0) {
      heapBytes += grown;
      if (heapBytes > limit) {
        spillLargest();
      }
    }
  }

  /** Hands over the records of one of the open files. */
  void drain(WaitingRecords records, WaitingRecords.Visitor visitor) throws IOException {
    long before = records.heapBytes();
    records.drain(spill, visitor);
    heapBytes -= before;
  }

  /** Takes out a file whose records have been drained. */
  void remove(WaitingRecords records) throws IOException {
    open.remove(records);
    if (open.isEmpty()) {
      spill.clear();
    }
  }

  /** How many bytes of heap all waiting records take. */
  long heapBytes() {
    return heapBytes;
  }

  /** How many files are open. */
  int count() {
    return open.size();
  }

  private void spillLargest() throws IOException {
    List<WaitingRecords> bySize = new ArrayList<>(open);
    bySize.sort(Comparator.comparingLong(WaitingRecords::heapBytes).reversed());
    for (WaitingRecords records : bySize) {
      if (heapBytes <= limit - limit / 4) {
        return;
      }
      heapBytes -= records.heapBytes();
      records.spill(spill);
    }
  }
}
