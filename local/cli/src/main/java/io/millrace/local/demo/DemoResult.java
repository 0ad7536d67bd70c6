package io.millrace.local.demo;

import io.millrace.local.audit.AuditReport;
import io.millrace.local.audit.JobAccount;
import io.millrace.local.audit.SplitBalance;
import io.millrace.local.query.ResultTable;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What became of a demo's records.
 *
 * @param source where the records were sent
 * @param sent records that it was given
 * @param processing from the first record sent to the last one committed
 * @param others the accounts of the jobs beside the lake's
 * @param figures what the generator knows beforehand, against what was found; empty for a file
 * @param ids the ids in the files against the generator's; empty for a file
 * @param lakeFolder where the committed files lie
 * @param firstQuery a query over the stream
 * @param firstAnswer its answer; empty if the lake has no file
 * @param rollup rows of the first rollup; empty if the contract has none
 * @param sessions of each definition of the contract; none if its job did not run
 */
public record DemoResult(
    String stream,
    DemoSource source,
    long sent,
    Duration processing,
    AuditReport audit,
    List<JobAccount> others,
    List<Figure> figures,
    Optional<IdCheck> ids,
    Path lakeFolder,
    String firstQuery,
    Optional<ResultTable> firstAnswer,
    Optional<RollupSample> rollup,
    List<SessionCount> sessions) {

  /** Everything that does not balance, one line each; empty if all does. */
  public List<String> findings() {
    Stream<String> all = audit.findings().stream();
    long consumed = audit.total(SplitBalance::consumed);
    if (consumed != sent) {
      all =
          Stream.concat(
              all, Stream.of("%,d records were sent, %,d consumed".formatted(sent, consumed)));
    }
    all = Stream.concat(all, others.stream().flatMap(account -> account.findings().stream()));
    all =
        Stream.concat(
            all,
            others.stream()
                .filter(account -> account.consumed() != consumed)
                .map(
                    account ->
                        "%s: %,d consumed, %,d by the lake's job"
                            .formatted(account.job(), account.consumed(), consumed)));
    all =
        Stream.concat(
            all,
            figures.stream()
                .filter(figure -> !figure.matches())
                .map(
                    figure ->
                        "%s: %,d generated, %,d found (%+,d)"
                            .formatted(
                                figure.name(),
                                figure.expected(),
                                figure.actual(),
                                figure.actual() - figure.expected())));
    return Stream.concat(
            all,
            ids.filter(check -> !check.exact()).stream()
                .map(
                    check ->
                        "ids: %,d rows, %,d distinct; %,d missing, %,d unexpected"
                            .formatted(
                                check.rows(),
                                check.distinct(),
                                check.missing(),
                                check.unexpected())))
        .toList();
  }

  public boolean balanced() {
    return findings().isEmpty();
  }
}
