package io.millrace.bench.faults;

import io.millrace.bench.proxy.S3Uploads.Upload;
import io.millrace.bench.storefront.StorefrontCheck.Findings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a run has shown. */
final class Outcome {

  private static final int SHOWN = 20;

  /** Of a recovery: three checkpoint intervals and so long. */
  private static final Duration TARGET_REST = Duration.ofSeconds(10);

  private final Map<String, List<Recovery>> recoveries = new TreeMap<>();
  private Map<String, Map<Phase, Integer>> phases = Map.of();
  private final List<String> violations = new ArrayList<>();
  private long events;
  private int lost;
  private int doubled;
  private int aggregatesWrong;
  private int uploadsLeft;
  private final Duration target;

  Outcome(Duration checkpointInterval) {
    this.target = checkpointInterval.multipliedBy(3).plus(TARGET_REST);
  }

  void sent(long records) {
    events = records;
  }

  /** Where the hits of each fault's phases are counted, while the run goes on. */
  void phases(Map<String, Map<Phase, Integer>> hits) {
    phases = hits;
  }

  /** A round is over. */
  void recovered(String fault, Recovery recovery) {
    recoveries.computeIfAbsent(fault, unseen -> new ArrayList<>()).add(recovery);
  }

  void violations(List<String> seen) {
    violations.addAll(seen);
  }

  /**
   * The uploads of the lake that nobody will finish. What a process had open when it was killed
   * stays; a job that was stopped leaves none.
   *
   * @param before those that there were when all jobs had been stopped, before their last start
   * @param after those that there are when they have ended
   * @param interruptions how often one of them has failed in between: then it was not in order
   */
  void uploads(List<Upload> before, List<Upload> after, long interruptions) {
    uploadsLeft = after.size();
    if (interruptions > 0) {
      return;
    }
    after.stream()
        .filter(upload -> !before.contains(upload))
        .limit(SHOWN)
        .forEach(upload -> violations.add("an upload that its job has left: " + upload.key()));
  }

  void findings(Findings findings) {
    lost = findings.lost().size();
    doubled = findings.doubled().size();
    aggregatesWrong = findings.aggregates().size();
    findings.lost().stream().limit(SHOWN).forEach(id -> violations.add("lost: " + id));
    findings.doubled().stream().limit(SHOWN).forEach(id -> violations.add("doubled: " + id));
    findings.unknown().stream().limit(SHOWN).forEach(id -> violations.add("never sent: " + id));
    violations.addAll(findings.aggregates());
    violations.addAll(findings.accounts());
    violations.addAll(findings.deadLetters());
  }

  boolean isGood() {
    return violations.isEmpty() && lost == 0 && doubled == 0 && aggregatesWrong == 0;
  }

  /** For people. */
  List<String> table() {
    List<String> lines = new ArrayList<>();
    lines.add(
        "%-24s %6s %12s %12s %14s".formatted("fault", "count", "p50 ms", "max ms", "p50 round ms"));
    recoveries.forEach(
        (name, of) ->
            lines.add(
                "%-24s %6d %,12d %,12d %,14d"
                    .formatted(
                        name,
                        of.size(),
                        percentile(nextFiles(of), 50),
                        percentile(nextFiles(of), 100),
                        percentile(wholeRounds(of), 50))));
    phases.forEach((name, hits) -> lines.add("%-24s hit %s".formatted(name, hits)));
    lines.add(
        "%,d faults over %,d events: %,d lost, %,d doubled, %,d aggregates wrong; recovery at the 95th percentile %,d ms, target %,d ms; of all jobs %,d ms"
            .formatted(
                all().size(),
                events,
                lost,
                doubled,
                aggregatesWrong,
                percentile(nextFiles(all()), 95),
                target.toMillis(),
                percentile(allJobs(), 95)));
    violations.forEach(violation -> lines.add("WRONG: " + violation));
    return lines;
  }

  /** The last line of {@code --json}. */
  Map<String, Object> json() {
    Map<String, Object> byFault = new LinkedHashMap<>();
    recoveries.forEach(
        (name, of) -> {
          Map<String, Object> figures = new LinkedHashMap<>();
          figures.put("count", of.size());
          figures.put("recovery_p50_ms", percentile(nextFiles(of), 50));
          figures.put("recovery_max_ms", percentile(nextFiles(of), 100));
          figures.put("round_p50_ms", percentile(wholeRounds(of), 50));
          byFault.put(name, figures);
        });
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("faults", all().size());
    answer.put("events", events);
    answer.put("lost", lost);
    answer.put("doubled", doubled);
    answer.put("aggregates_wrong", aggregatesWrong);
    answer.put("uploads_left", uploadsLeft);
    answer.put("violations", violations.size());
    answer.put("recovery_p95_ms", percentile(nextFiles(all()), 95));
    answer.put("recovery_target_ms", target.toMillis());
    answer.put("all_jobs_p95_ms", percentile(allJobs(), 95));
    answer.put("by_fault", byFault);
    answer.put("by_phase", byPhase());
    return answer;
  }

  private Map<String, Map<String, Integer>> byPhase() {
    Map<String, Map<String, Integer>> byPhase = new LinkedHashMap<>();
    phases.forEach(
        (name, hits) -> {
          Map<String, Integer> of = new LinkedHashMap<>();
          hits.forEach((phase, count) -> of.put(phase.toString(), count));
          byPhase.put(name, of);
        });
    return byPhase;
  }

  private List<Recovery> all() {
    return recoveries.values().stream().flatMap(List::stream).toList();
  }

  private List<Long> allJobs() {
    return all().stream().map(one -> one.allJobs().toMillis()).toList();
  }

  private static List<Long> nextFiles(List<Recovery> of) {
    return of.stream().map(one -> one.nextFile().toMillis()).toList();
  }

  private static List<Long> wholeRounds(List<Recovery> of) {
    return of.stream().map(one -> one.mending().plus(one.allJobs()).toMillis()).toList();
  }

  /** The smallest value that so many in a hundred do not exceed; 0 of none. */
  static long percentile(List<Long> values, int percent) {
    if (values.isEmpty()) {
      return 0;
    }
    List<Long> sorted = values.stream().sorted().toList();
    return sorted.get(Math.max(0, (sorted.size() * percent + 99) / 100 - 1));
  }
}
