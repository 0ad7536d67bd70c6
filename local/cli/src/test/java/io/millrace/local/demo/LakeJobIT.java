package io.millrace.local.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.contract.ContractCompiler;
import io.millrace.contract.StreamContract;
import io.millrace.local.audit.LedgerReader;
import io.millrace.local.feed.Feed;
import io.millrace.local.feed.FeedRecord;
import io.millrace.local.feed.KafkaFeeder;
import io.millrace.local.feed.StorefrontGenerator;
import io.millrace.local.platform.FlinkSettings;
import io.millrace.local.platform.JobState;
import io.millrace.local.platform.Platform;
import io.millrace.local.platform.PlatformSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The lake job's guarantees on separate processes. Where TaskManagers are killed (SIGKILL), every
 * figure, every id in the files and the whole audit are afterwards as if nothing had happened. Most
 * events of those streams are late, so that a job which forgot its splits' progress shows it.
 */
class LakeJobIT {

  private static final int KILLS = 3;
  private static final long SEED = 7;
  private static final Duration LIMIT = Duration.ofMinutes(10);
  private static final Path HOME = Path.of(System.getProperty("millrace.home"));
  private static final Path CONTRACT = HOME.resolve("schemas/storefront.odcs.yaml");
  private static final Path LAKE_JOB = HOME.resolve("jobs/lake/target/millrace-lake-0.1.0.jar");

  private final Path folder = Path.of("target", "recovery-" + System.nanoTime()).toAbsolutePath();
  private final StreamContract contract = compile();
  private final DemoState state = new DemoState("storefront", "storefront", "lake", null);
  private Platform platform;

  @AfterEach
  void stop() {
    if (platform != null) {
      platform.close();
    }
  }

  @Test
  @Tag("long")
  void survivesKillsWhileItFollowsTheStream() throws Exception {
    start(FlinkSettings.defaults());
    long records = 200_000;
    StorefrontGenerator feed = StorefrontGenerator.mostlyLate(records, SEED, contract);
    KafkaFeeder feeder = feeder(feed);
    CompletableFuture<Void> feeding =
        CompletableFuture.runAsync(() -> feeder.send(new Paced(feed, 8_000)));
    RunningJob job = submit();

    killWhileItRuns(job, records);

    feeding.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    awaitCommitted(job, records);
    job.stop();
    assertExact(feed);
  }

  @Test
  @Tag("long")
  void survivesKillsWhileItCatchesUpOnABacklog() throws Exception {
    start(FlinkSettings.defaults());
    long records = 500_000;
    StorefrontGenerator feed = StorefrontGenerator.mostlyLate(records, SEED, contract);
    feeder(feed).send(feed);
    RunningJob job = submit();

    killWhileItRuns(job, records);

    awaitCommitted(job, records);
    job.stop();
    assertExact(feed);
  }

  @Test
  void balancesWhenItsInputEnds() throws Exception {
    start(FlinkSettings.defaults());
    long records = 30_000;
    StorefrontGenerator feed = new StorefrontGenerator(records, SEED, contract);
    feeder(feed).send(feed);
    String job =
        platform
            .flink()
            .rest()
            .run(
                platform.flink().rest().upload(LAKE_JOB),
                List.of("--config", configuration().toString(), "--source.bounded=true"));

    platform.flink().rest().awaitState(job, LIMIT, JobState.FINISHED);

    assertExact(feed);
  }

  @Test
  void showsNothingWhileNoCheckpointCompletes() throws Exception {
    // Long enough for files to be written and closed, too short for any checkpoint.
    start(
        FlinkSettings.defaults()
            .with("execution.checkpointing.timeout", "10ms")
            .with("execution.checkpointing.tolerable-failed-checkpoints", "1000000"));
    long records = 30_000;
    StorefrontGenerator feed = new StorefrontGenerator(records, SEED, contract);
    feeder(feed).send(feed);
    RunningJob job = submit();

    await(job, () -> job.recordsRead() >= records && job.checkpoints().failed() >= 5);

    assertThat(job.checkpoints().completed()).isZero();
    assertThat(committed()).isZero();
    assertThat(visibleFiles()).isZero();
  }

  private void start(FlinkSettings flink) throws IOException {
    Files.createDirectories(folder);
    platform =
        Platform.start(
            PlatformSettings.in(folder)
                .withFlink(
                    flink.withTaskManagers(2, 1).withCheckpointInterval(Duration.ofSeconds(1))));
  }

  private KafkaFeeder feeder(Feed feed) throws Exception {
    KafkaFeeder feeder = new KafkaFeeder(platform.broker().bootstrapServers(), state.topic());
    feeder.createTopic(feed.partitions());
    return feeder;
  }

  private RunningJob submit() throws IOException {
    return RunningJob.submit(platform.flink().rest(), LAKE_JOB, configuration());
  }

  private Path configuration() throws IOException {
    return JobConfiguration.of(state, CONTRACT, platform).writeTo(folder.resolve("lake-job.json"));
  }

  /**
   * Each kill falls after the job has committed something new since the one before, and in
   * mid-stream.
   */
  private void killWhileItRuns(RunningJob job, long records) throws Exception {
    for (int kill = 0; kill < KILLS; kill++) {
      long before = committed();
      await(job, () -> committed() > before);
      assertThat(committed()).as("records committed at kill %s", kill + 1).isLessThan(records);
      platform.flink().taskManagers().get(0).kill();
      platform.flink().startTaskManager();
    }
  }

  private void awaitCommitted(RunningJob job, long records) throws Exception {
    await(job, () -> committed() >= records);
    assertThat(job.checkpoints().restored()).as("recoveries").isGreaterThanOrEqualTo(KILLS);
  }

  private void assertExact(StorefrontGenerator feed) throws Exception {
    DemoRun.Settings settings =
        new DemoRun.Settings(folder, CONTRACT, contract, feed, Map.of(DemoJob.LAKE, LAKE_JOB));
    try (Connection database = connect()) {
      DemoResult result = new DemoCheck(settings, state, platform, database).check(Duration.ZERO);
      assertThat(result.findings()).isEmpty();
      assertThat(result.ids()).hasValueSatisfying(ids -> assertThat(ids.exact()).isTrue());
      assertThat(result.ids().orElseThrow().rows()).isEqualTo(feed.expected().written());
    }
  }

  private long committed() throws Exception {
    try (Connection database = connect()) {
      return new LedgerReader(database, state.job(), state.stream()).totals().consumed();
    }
  }

  private long visibleFiles() throws IOException {
    try (var files = Files.walk(platform.lakeFolder())) {
      return files.filter(file -> file.toString().endsWith(".parquet")).count();
    }
  }

  private Connection connect() throws Exception {
    Properties properties = new Properties();
    properties.setProperty("user", platform.database().user());
    properties.setProperty("password", platform.database().password());
    // The driver's ten seconds are too few on a machine that is busy with other builds.
    properties.setProperty("connectTimeout", "120");
    return DriverManager.getConnection(platform.database().jdbcUrl(), properties);
  }

  private void await(RunningJob job, Condition condition) throws Exception {
    long deadline = System.nanoTime() + LIMIT.toNanos();
    while (!condition.holds()) {
      JobState now = job.state();
      assertThat(now.isEnd()).as("job is %s: %s", now, job.failures()).isFalse();
      assertThat(System.nanoTime()).as("waited %s for the job", LIMIT).isLessThan(deadline);
      LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
    }
  }

  private static StreamContract compile() {
    try {
      return ContractCompiler.compile(CONTRACT.toString(), Files.readAllBytes(CONTRACT));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @FunctionalInterface
  private interface Condition {
    boolean holds() throws Exception;
  }

  /** A feed that arrives over time, so that the job follows it instead of catching up. */
  private record Paced(Feed feed, long perSecond) implements Feed {

    @Override
    public int partitions() {
      return feed.partitions();
    }

    @Override
    public long records() {
      return feed.records();
    }

    @Override
    public void forEach(Consumer<FeedRecord> sink) {
      long begin = System.nanoTime();
      long[] passed = {0};
      feed.forEach(
          record -> {
            long due = begin + ++passed[0] * Duration.ofSeconds(1).toNanos() / perSecond;
            LockSupport.parkNanos(due - System.nanoTime());
            sink.accept(record);
          });
    }
  }
}
