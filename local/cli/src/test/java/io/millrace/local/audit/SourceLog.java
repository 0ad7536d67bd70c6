package io.millrace.local.audit;

import io.millrace.local.audit.LedgerRow.Range;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** A source in memory: which positions of each split hold a record. */
final class SourceLog implements OffsetReader {

  private final Map<String, TreeSet<Long>> records = new TreeMap<>();
  private final Map<String, Held> held = new TreeMap<>();
  int reads;

  SourceLog split(String name, long begin, long end, long... without) {
    return split(name, new Held(begin, end, false), without);
  }

  SourceLog split(String name, Held range, long... without) {
    TreeSet<Long> positions = new TreeSet<>();
    for (long p = range.begin(); p < range.end(); p++) {
      positions.add(p);
    }
    for (long p : without) {
      positions.remove(p);
    }
    records.put(name, positions);
    held.put(name, range);
    return this;
  }

  @Override
  public Held held(String split) {
    return held.getOrDefault(split, Held.NONE);
  }

  @Override
  public long count(String split, Range range) {
    reads++;
    return records
        .get(split)
        .subSet(range.first().longValueExact(), true, range.last().longValueExact(), true)
        .size();
  }

  @Override
  public Iterable<String> splits() {
    return List.copyOf(records.keySet());
  }

  @Override
  public void close() {}
}
