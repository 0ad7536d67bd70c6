package io.millrace.local.platform;

import static java.nio.file.attribute.PosixFilePermission.OWNER_READ;
import static java.nio.file.attribute.PosixFilePermission.OWNER_WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.local.platform.CheckpointOverview.Completed;
import io.millrace.local.platform.PlatformSettings.Service;
import io.millrace.local.platform.job.CountingJob;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * A job with state on a cluster of processes: checkpoints, a killed TaskManager, savepoints, and
 * who sees secrets.
 */
class FlinkClusterIT {

  private static final Duration LIMIT = Duration.ofMinutes(2);

  private static Platform platform;
  private static FlinkRest rest;
  private static String jar;

  @BeforeAll
  static void start() throws IOException {
    Path folder = StateFolders.fresh("flink");
    platform =
        Platform.start(
            PlatformSettings.in(folder)
                .only(Service.OBJECT_STORE, Service.FLINK)
                .withFlink(
                    FlinkSettings.defaults()
                        .withTaskManagers(2, 1)
                        .withCheckpointInterval(Duration.ofSeconds(1))));
    rest = platform.flink().rest();
    jar = rest.upload(JobJar.of(CountingJob.class, folder));
  }

  @AfterEach
  void freeTheSlots() throws IOException {
    for (Map.Entry<String, JobState> job : rest.jobs().entrySet()) {
      if (!job.getValue().isEnd()) {
        rest.cancel(job.getKey());
        rest.awaitState(job.getKey(), LIMIT, JobState.CANCELED);
      }
    }
  }

  @AfterAll
  static void stop() {
    if (platform != null) {
      platform.close();
    }
  }

  @Test
  void jobGoesOnFromItsCheckpointWhenATaskManagerIsKilled() throws Exception {
    String job = rest.run(jar, List.of("survivor"));
    Completed before = awaitCheckpoint(job, checkpoints -> checkpoints.completed() >= 2);
    assertThat(before.path()).startsWith("s3://flink/checkpoints/" + job + "/chk-");
    assertThat(metadataFile(before)).isNotEmptyFile();

    long killed = System.nanoTime();
    platform.flink().taskManagers().get(0).kill();
    JavaProcess replacement = platform.flink().startTaskManager();

    Completed after =
        awaitCheckpoint(
            job,
            checkpoints ->
                checkpoints.restored() >= 1
                    && checkpoints.latest().orElseThrow().id() > before.id() + 1);
    System.out.println("Checkpointing again after " + Duration.ofNanos(System.nanoTime() - killed));
    assertThat(after.path()).startsWith("s3://flink/checkpoints/" + job + "/chk-");
    assertThat(rest.state(job)).isEqualTo(JobState.RUNNING);
    assertThat(rest.fetch("/jobs/" + job).path("vertices").path(0).path("parallelism").asInt())
        .isEqualTo(2);
    assertThat(rest.exceptions(job)).isNotEmpty();
    assertThat(platform.flink().taskManagers()).hasSize(2).contains(replacement);
    rest.cancel(job);
    rest.awaitState(job, LIMIT, JobState.CANCELED);
    assertThat(metadataFile(awaitCheckpoint(job, checkpoints -> true))).isNotEmptyFile();
  }

  @Test
  void stoppedJobStartsAgainFromItsSavepoint() throws Exception {
    String first = rest.run(jar, List.of("first half"));
    awaitCheckpoint(first, checkpoints -> checkpoints.completed() >= 1);
    String savepoint = rest.stopWithSavepoint(first, LIMIT);
    assertThat(savepoint).startsWith("s3://flink/savepoints/");
    assertThat(rest.awaitState(first, LIMIT, JobState.FINISHED)).isEqualTo(JobState.FINISHED);

    String second =
        rest.run(
            jar, new JobStart(List.of("second half")).withParallelism(1).restoredFrom(savepoint));

    awaitCheckpoint(
        second, checkpoints -> checkpoints.restored() >= 1 && checkpoints.completed() >= 1);
    String counting =
        rest.vertices(second).entrySet().stream()
            .filter(vertex -> vertex.getValue().contains("count"))
            .findFirst()
            .orElseThrow()
            .getKey();
    assertThat(rest.sums(second, counting, List.of("numRecordsIn"))).containsKey("numRecordsIn");
  }

  @Test
  void jobThatDoesNotStartSaysWhy() {
    assertThatThrownBy(() -> rest.run(jar, List.of()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("Usage: CountingJob <name>");
    assertThatThrownBy(() -> rest.run("no.jar", List.of()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("no.jar");
  }

  @Test
  void secretsAreSeenByNobody() throws Exception {
    String job = rest.run(jar, List.of("secretive"));
    awaitCheckpoint(job, checkpoints -> checkpoints.completed() >= 1);
    List<String> secrets =
        Stream.of(Secrets.S3_ACCESS_KEY, Secrets.S3_SECRET_KEY)
            .map(platform.secrets()::value)
            .toList();

    Map<String, String> texts = new TreeMap<>();
    for (ProcessHandle process : PlatformProcesses.of(platform.folder())) {
      String file = "/proc/" + process.pid() + "/cmdline";
      texts.put(file, Files.readString(Path.of(file)));
    }
    for (String path :
        List.of(
            "/config",
            "/jobmanager/config",
            "/jobmanager/environment",
            "/jobmanager/logs",
            "/jars",
            "/taskmanagers/" + rest.taskManagers().get(0),
            "/jobs/" + job,
            "/jobs/" + job + "/config",
            "/jobs/" + job + "/checkpoints/config",
            "/jobs/" + job + "/jobmanager/config",
            "/jobs/" + job + "/jobmanager/environment")) {
      texts.put(path, rest.fetch(path).toString());
    }
    for (String place : List.of("logs", "flink/conf", "run")) {
      try (Stream<Path> files = Files.walk(platform.folder().resolve(place))) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          texts.put(file.toString(), Files.readString(file));
        }
      }
    }

    assertThat(texts.get("/jobmanager/config")).contains("s3.path.style.access");
    assertThat(texts.keySet())
        .filteredOn(place -> secrets.stream().anyMatch(texts.getOrDefault(place, "")::contains))
        .as("places that show a secret")
        .isEmpty();
    assertThat(Files.getPosixFilePermissions(platform.secrets().file(Secrets.S3_SECRET_KEY)))
        .containsExactlyInAnyOrder(OWNER_READ, OWNER_WRITE);
  }

  private static Completed awaitCheckpoint(String job, Predicate<CheckpointOverview> enough)
      throws Exception {
    long deadline = System.nanoTime() + LIMIT.toNanos();
    CheckpointOverview checkpoints = rest.checkpoints(job);
    while (checkpoints.latest().isEmpty() || !enough.test(checkpoints)) {
      if (System.nanoTime() > deadline || rest.state(job).isEnd()) {
        throw new AssertionError(
            rest.state(job) + " with " + checkpoints + ", " + rest.exceptions(job));
      }
      Thread.sleep(100);
      checkpoints = rest.checkpoints(job);
    }
    return checkpoints.latest().orElseThrow();
  }

  private static Path metadataFile(Completed checkpoint) {
    return platform
        .objectStore()
        .bucket("flink")
        .resolve(checkpoint.path().substring("s3://flink/".length()))
        .resolve("_metadata");
  }
}
