package io.millrace.local.audit;

import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/**
 * What an audit found.
 *
 * @param rejectedByReason records by reason code
 * @param conflicting the duplicates whose columns differ from the first record's
 */
public record AuditReport(
    String stream,
    List<SplitBalance> splits,
    List<PartitionBalance> partitions,
    Map<String, Long> rejectedByReason,
    long conflicting,
    int files) {

  public boolean balanced() {
    return splits.stream().allMatch(SplitBalance::balanced)
        && partitions.stream().allMatch(PartitionBalance::balanced);
  }

  /** A figure of all splits together. */
  public long total(ToLongFunction<SplitBalance> figure) {
    return splits.stream().mapToLong(figure).sum();
  }

  /** Everything that does not balance, one line each. */
  public List<String> findings() {
    return Stream.concat(
            splits.stream().flatMap(s -> s.findings().stream().map(f -> s.split() + ": " + f)),
            partitions.stream()
                .filter(p -> !p.balanced())
                .map(
                    p ->
                        "%s: the ledger has %,d written, the files have %,d rows (%+,d)"
                            .formatted(
                                p.partition(),
                                p.written(),
                                p.lakeRows(),
                                p.lakeRows() - p.written())))
        .toList();
  }
}
