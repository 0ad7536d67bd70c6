package io.millrace.local.canary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.local.audit.LedgerReader;
import io.millrace.local.canary.Canaries.Form;
import io.millrace.local.demo.DemoJob;
import io.millrace.local.platform.JobState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * No secret shows: not in logs, on Flink's pages, in checkpoints, savepoints or any other file, in
 * errors, nor in what the command prints. Each place of a configuration that may hold one ({@link
 * Canaries}) has a canary, as it stands, by each kind of reference, in jobs that run, that cannot
 * start and that fail ({@link Trouble}).
 */
@Tag("long")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class CanarySecretsIT {

  private static final Duration LIMIT = Duration.ofMinutes(5);
  private static final Path FOLDER =
      Path.of("target", "canaries-" + System.nanoTime()).toAbsolutePath();
  private static final ObjectMapper JSON = new ObjectMapper();

  private static CanaryPlatform platform;

  private final SecretScan scan = SecretScan.forCanaries();

  @BeforeAll
  static void start() throws Exception {
    Files.createDirectories(FOLDER);
    platform = new CanaryPlatform(FOLDER);
  }

  @AfterAll
  static void stop() {
    if (platform != null) {
      platform.close();
    }
  }

  @AfterEach
  void nothingIsShown() throws Exception {
    assertThat(platform.shown()).isEmpty();
  }

  @Test
  @Order(1)
  void byJobsThatRun() throws Exception {
    Map<String, String> jobs = new LinkedHashMap<>();
    submit(jobs, DemoJob.LAKE, "kafka", Form.PLAIN);
    submit(jobs, DemoJob.ROLLUPS, "kafka", Form.ENV);
    submit(jobs, DemoJob.SESSIONS, "kafka", Form.FILE);
    submit(jobs, DemoJob.LAKE, "kinesis", Form.SECRET);
    submit(jobs, DemoJob.SESSIONS, "kinesis", Form.PLAIN);
    for (String name : jobs.keySet()) {
      awaitRecords(name);
    }

    // A job's graph has what its tasks need, and Flink keeps it where another JobManager finds it.
    assertThat(platform.shown())
        .isNotEmpty()
        .allMatch(shown -> shown.startsWith("s3/flink/high-availability/"));

    for (String job : jobs.values()) {
      platform.flink().stopWithSavepoint(job, LIMIT);
      platform.flink().awaitState(job, LIMIT, JobState.FINISHED);
    }
    assertThat(SecretScan.files(platform.state()))
        .extracting(file -> platform.state().relativize(file).toString())
        .anyMatch(file -> file.matches("s3/flink/checkpoints/.*/_metadata"))
        .anyMatch(file -> file.matches("s3/flink/savepoints/.*/_metadata"))
        .contains("logs/jobmanager.log", "logs/taskmanager-1.log", "logs/postgres.log");
    // Of profiles, rescales and other requests that nobody has made here.
    assertThat(platform.pages().unanswered())
        .allMatch(
            page ->
                page.matches(
                    ".*(profiler|rescales|rescaling|:triggerid|/plan|resource-requirements).*"));
  }

  @Test
  @Order(2)
  void byJobsThatCannotStart() throws Exception {
    List<Trouble> troubles = new ArrayList<>(Trouble.refused());
    troubles.addAll(Trouble.notStarting());
    for (Trouble trouble : troubles) {
      Path configuration = platform.write(platform.properties(trouble), "wrong.json");
      assertThatThrownBy(() -> platform.submit(DemoJob.LAKE, configuration))
          .as("%s", trouble)
          .hasMessageContaining(trouble.told())
          .satisfies(failure -> assertThat(scan.in(failure.toString())).isEmpty());
    }
  }

  @Test
  @Order(3)
  void byJobsThatFail() throws Exception {
    Map<Trouble, String> jobs = new LinkedHashMap<>();
    for (Trouble trouble : Trouble.failing()) {
      Path configuration = platform.write(platform.properties(trouble), "wrong.json");
      jobs.put(trouble, platform.submit(DemoJob.LAKE, configuration));
    }
    for (Map.Entry<Trouble, String> job : jobs.entrySet()) {
      assertThat(failure(job.getValue())).as("%s", job.getKey()).contains(job.getKey().told());
    }
    for (String job : jobs.values()) {
      platform.flink().cancel(job);
    }
    for (String job : jobs.values()) {
      platform.flink().awaitState(job, LIMIT, JobState.CANCELED, JobState.FAILED);
    }
  }

  @Test
  @Order(4)
  void byTheCommand() throws Exception {
    Path lake = platform.write(platform.properties(DemoJob.LAKE, "kafka", Form.ENV), "lake.json");
    Path kinesis =
        platform.write(platform.properties(DemoJob.LAKE, "kinesis", Form.SECRET), "kinesis.json");
    assertThat(audit(lake, 0).path("balanced").asBoolean()).isTrue();
    assertThat(audit(kinesis, 0).path("balanced").asBoolean()).isTrue();
    for (Trouble trouble : Trouble.notStarting()) {
      Path wrong = platform.write(platform.properties(trouble), "wrong.json");
      assertThat(audit(wrong, 1).path("error").asText()).contains(trouble.told());
    }
    for (Trouble trouble : Trouble.refused()) {
      Path wrong = platform.write(platform.properties(trouble), "wrong.json");
      assertThat(run(wrong, 2).path("error").asText()).contains(trouble.told());
      assertThat(audit(wrong, 2).path("error").asText()).contains(trouble.told());
    }
    Path broken =
        Files.writeString(
            FOLDER.resolve("broken.json"),
            "[{\"PropertyGroupId\":\"jdbc\",\"PropertyMap\":{\"password\":"
                + Canaries.MARK
                + "}}]");
    assertThat(run(broken, 2).path("error").asText()).contains("malformed JSON");

    Path bounded =
        platform.write(
            platform
                .properties(DemoJob.LAKE, "kafka", Form.FILE)
                .set("job.name", "bounded")
                .set("source.bounded", "true"),
            "bounded.json");
    assertThat(run(bounded, 0).path("state").asText()).isEqualTo("FINISHED");
  }

  private JsonNode audit(Path configuration, int exitCode) throws Exception {
    List<String> arguments =
        new ArrayList<>(List.of("audit", "--json", "--config", configuration.toString()));
    arguments.addAll(platform.s3Options());
    return millrace(platform.environment(), exitCode, arguments);
  }

  private JsonNode run(Path configuration, int exitCode) throws Exception {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "run",
                "lake",
                "--json",
                "--config",
                configuration.toString(),
                "--dir",
                FOLDER.resolve("run").toString()));
    arguments.addAll(platform.s3Options());
    return millrace(platform.environment(), exitCode, arguments);
  }

  private JsonNode millrace(Map<String, String> environment, int exitCode, List<String> arguments)
      throws Exception {
    MillraceProcess run = MillraceProcess.run(environment, arguments.toArray(String[]::new));
    assertThat(run.exitCode()).as(run.all()).isEqualTo(exitCode);
    assertThat(scan.in(run.all())).isEmpty();
    return JSON.readTree(run.out().lines().reduce((first, last) -> last).orElse(""));
  }

  private static void submit(Map<String, String> jobs, DemoJob kind, String source, Form form)
      throws Exception {
    String name = kind.folder() + "-" + source;
    jobs.put(
        name,
        platform.submit(
            kind, platform.write(platform.properties(kind, source, form), name + ".json")));
  }

  private static void awaitRecords(String job) throws Exception {
    long deadline = System.nanoTime() + LIMIT.toNanos();
    try (Connection database = platform.connect()) {
      LedgerReader ledger = new LedgerReader(database, job, CanaryPlatform.STREAM);
      while (ledger.totals().consumed() < CanaryPlatform.RECORDS) {
        assertThat(System.nanoTime())
            .as("waited for %s: %s", job, ledger.totals())
            .isLessThan(deadline);
        LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
      }
    }
  }

  private static String failure(String job) throws IOException {
    long deadline = System.nanoTime() + LIMIT.toNanos();
    while (platform.flink().exceptions(job).isEmpty()) {
      assertThat(System.nanoTime()).as("waited for the failure").isLessThan(deadline);
      LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
    }
    return platform.flink().fetch("/jobs/" + job + "/exceptions").toString();
  }
}
