package io.millrace.bench.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.bench.proxy.S3Uploads.Upload;
import io.millrace.bench.storefront.StorefrontCheck.Findings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OutcomeTest {

  private static final Findings NOTHING =
      new Findings(Set.of(), List.of(), List.of(), List.of(), List.of(), List.of());

  private final Outcome outcome = new Outcome(Duration.ofSeconds(2));

  @Test
  void percentileIsTheSmallestValueThatSoManyDoNotExceed() {
    assertThat(Outcome.percentile(List.of(), 95)).isZero();
    assertThat(Outcome.percentile(List.of(7L), 95)).isEqualTo(7);
    assertThat(Outcome.percentile(List.of(3L, 1L, 2L), 50)).isEqualTo(2);
    List<Long> hundred = java.util.stream.LongStream.rangeClosed(1, 100).boxed().toList();
    assertThat(Outcome.percentile(hundred, 95)).isEqualTo(95);
    assertThat(Outcome.percentile(hundred, 100)).isEqualTo(100);
  }

  @Test
  void jsonHasTheCounts() {
    outcome.sent(1_000);
    outcome.recovered("kill-broker", recovery(5, 20, 40));
    outcome.recovered("kill-broker", recovery(5, 10, 11));
    outcome.recovered("savepoint", recovery(5, 30, 33));
    Aiming aiming = new Aiming(false);
    outcome.phases(aiming.hits());
    aiming.hit("kill-taskmanager", Phase.IN_COMMIT);
    outcome.findings(NOTHING);

    assertThat(outcome.isGood()).isTrue();
    assertThat(outcome.json())
        .containsEntry("faults", 3)
        .containsEntry("events", 1_000L)
        .containsEntry("lost", 0)
        .containsEntry("doubled", 0)
        .containsEntry("aggregates_wrong", 0)
        .containsEntry("recovery_p95_ms", 30L)
        .containsEntry("recovery_target_ms", 16_000L)
        .containsEntry("all_jobs_p95_ms", 40L)
        .containsEntry(
            "by_phase",
            Map.of(
                "kill-taskmanager",
                Map.of(
                    "before-barrier", 0, "before-commit", 0, "in-commit", 1, "after-commit", 0)));
    assertThat(outcome.json().get("by_fault").toString())
        .contains("kill-broker={count=2, recovery_p50_ms=10, recovery_max_ms=20, round_p50_ms=16}");
  }

  private static Recovery recovery(long mending, long nextFile, long allJobs) {
    return new Recovery(
        Duration.ofMillis(mending), Duration.ofMillis(nextFile), Duration.ofMillis(allJobs));
  }

  @Test
  void onlyAnUploadThatAnOrderlyStopHasLeftIsBad() {
    Upload killed = new Upload("lake", "a.parquet", "1");
    Upload stopped = new Upload("lake", "b.parquet", "2");

    outcome.uploads(List.of(killed), List.of(killed), 0);
    assertThat(outcome.json()).containsEntry("uploads_left", 1);
    assertThat(outcome.isGood()).isTrue();

    outcome.uploads(List.of(killed), List.of(killed, stopped), 1);
    assertThat(outcome.isGood()).as("a job has failed in between").isTrue();

    outcome.uploads(List.of(killed), List.of(killed, stopped), 0);
    assertThat(outcome.json()).containsEntry("uploads_left", 2);
    assertThat(outcome.isGood()).isFalse();
  }

  @Test
  void eachKindOfFindingIsBad() {
    List<String> one = List.of("1");
    for (Findings bad :
        List.of(
            new Findings(Set.of("1"), List.of(), List.of(), List.of(), List.of(), List.of()),
            new Findings(Set.of(), one, List.of(), List.of(), List.of(), List.of()),
            new Findings(Set.of(), List.of(), one, List.of(), List.of(), List.of()),
            new Findings(Set.of(), List.of(), List.of(), one, List.of(), List.of()),
            new Findings(Set.of(), List.of(), List.of(), List.of(), one, List.of()),
            new Findings(Set.of(), List.of(), List.of(), List.of(), List.of(), one))) {
      Outcome of = new Outcome(Duration.ofSeconds(2));
      of.findings(bad);
      assertThat(of.isGood()).as(bad.toString()).isFalse();
    }
    outcome.violations(List.of("vanished: a file"));
    assertThat(outcome.isGood()).isFalse();
  }
}
