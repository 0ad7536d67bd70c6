package io.millrace.connectors.parquet;

import static io.millrace.connectors.parquet.Contracts.field;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.contract.FieldPath;
import io.millrace.contract.StreamContract;
import io.millrace.event.Event;
import io.millrace.event.EventTypes;
import io.millrace.event.Position;
import io.millrace.event.RejectReason;
import io.millrace.event.Rejection;
import io.millrace.event.SourceRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiterStrategy;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.runtime.testutils.InMemoryReporter;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Both sinks in a job of their own, against local files. */
class SinksInAJobTest {

  private static final int RECORDS_A_CHECKPOINT = 1_000;
  private static final long RECORDS = 5_000;
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Instant BEGINNING = Instant.parse("2026-11-22T22:00:00Z");
  private static final StreamContract CONTRACT =
      Contracts.contract(
          "orders",
          List.of(field("country", Contracts.TEXT), field("n", Contracts.LONG)),
          List.of(FieldPath.of("country")));

  /** How many records have reached the sinks; the cluster runs in this process. */
  private static final AtomicLong SENT = new AtomicLong();

  private static final AtomicLong FAILED_CHECKPOINTS = new AtomicLong();
  private static volatile boolean failCheckpoints;

  private static final InMemoryReporter METRICS = InMemoryReporter.createWithRetainedMetrics();

  @RegisterExtension
  static final MiniClusterExtension CLUSTER =
      new MiniClusterExtension(
          new MiniClusterResourceConfiguration.Builder()
              .setNumberTaskManagers(1)
              .setNumberSlotsPerTaskManager(2)
              .setConfiguration(METRICS.addToConfiguration(new Configuration()))
              .build());

  @TempDir Path lake;

  @Test
  void filesAppearOnlyWithTheirCheckpoint() throws Exception {
    SENT.set(0);
    FAILED_CHECKPOINTS.set(0);
    failCheckpoints = true;
    JobClient job = start();

    awaitThat(() -> SENT.get() >= 2 * RECORDS_A_CHECKPOINT && FAILED_CHECKPOINTS.get() >= 5);
    assertThat(committed()).as("while no checkpoint completes").isEmpty();

    failCheckpoints = false;
    job.getJobExecutionResult().get();
    Object[] all = LongStream.range(0, RECORDS).boxed().toArray();
    try (DuckDb duckDb = new DuckDb()) {
      assertThat(duckDb.column("SELECT n FROM '" + lake + "/orders/**/*.parquet'"))
          .containsExactlyInAnyOrder(all);
      assertThat(duckDb.column("SELECT position FROM '" + lake + "/_rejected/orders/**/*.parquet'"))
          .containsExactlyInAnyOrder(all);
      assertThat(
              duckDb.rows(
                  "SELECT DISTINCT CAST(event_date AS VARCHAR), CAST(event_hour AS INT), country"
                      + " FROM read_parquet('"
                      + lake
                      + "/orders/**/*.parquet', hive_partitioning = true)"))
          .containsExactlyInAnyOrder(
              List.of("2026-11-22", 22, "a/b"),
              List.of("2026-11-22", 23, "ü ="),
              List.of("2026-11-23", 0, "de"));
    }
    assertFooters();
    assertMetrics(job.getJobID());
  }

  private void assertMetrics(JobID job) throws IOException {
    long bytes = 0;
    for (Path file : committed()) {
      bytes += Files.size(file);
    }
    assertThat(metrics(job, "bytesCommitted").mapToLong(n -> n).sum()).isEqualTo(bytes);
    assertThat(metrics(job, "lastCommitDuration"))
        .as("milliseconds of two sinks with two committers each")
        .hasSizeGreaterThanOrEqualTo(4)
        .allSatisfy(millis -> assertThat(millis).isBetween(0L, PATIENCE.toMillis()));
    assertThat(metrics(job, "openFiles"))
        .as("after the end")
        .hasSizeGreaterThanOrEqualTo(4)
        .containsOnly(0L);
  }

  /** Of every subtask, those of attempts that have ended too. */
  private static Stream<Long> metrics(JobID job, String name) {
    return METRICS.findOperatorMetricGroups(job, "").stream()
        .map(operator -> METRICS.getMetricsByGroup(operator).get(name))
        .filter(Objects::nonNull)
        .map(
            metric ->
                metric instanceof Counter counter
                    ? counter.getCount()
                    : ((Number) ((Gauge<?>) metric).getValue()).longValue());
  }

  private void assertFooters() throws IOException {
    List<LakeFile> files = LakeFooters.read(LakeSink.streamFolder(flinkPath(lake), CONTRACT));

    assertThat(files.stream().mapToLong(LakeFile::rows).sum()).isEqualTo(RECORDS);
    assertThat(files)
        .allSatisfy(
            file -> {
              assertThat(file.path().getName()).matches("part-.*\\.parquet");
              assertThat(file.partition())
                  .matches("event_date=2026-11-2[23]/event_hour=(22|23|00)/country=.*");
              assertThat(file.stream()).isEqualTo("orders");
              assertThat(file.contractId()).isEqualTo("urn:test:orders");
              assertThat(file.contractVersion()).isEqualTo("1.2.3");
              assertThat(file.rowsBySplit().values().stream().mapToLong(n -> n).sum())
                  .isEqualTo(file.rows());
              assertThat(file.rowsBySplit().keySet()).isSubsetOf("orders-0", "orders-1");
            });
    assertThat(LakeFooters.read(DeadLetterSink.folder(flinkPath(lake), CONTRACT)))
        .extracting(LakeFile::partition)
        .containsOnly("ingest_date=2026-11-22");
    assertThat(LakeFooters.read(new org.apache.flink.core.fs.Path(flinkPath(lake), "nothing")))
        .isEmpty();
  }

  private JobClient start() throws Exception {
    StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
    env.setParallelism(2);
    env.enableCheckpointing(100);
    env.getCheckpointConfig().setTolerableCheckpointFailureNumber(Integer.MAX_VALUE);
    DataStream<Long> numbers =
        env.fromSource(
            new DataGeneratorSource<>(
                n -> n,
                RECORDS,
                RateLimiterStrategy.perCheckpoint(RECORDS_A_CHECKPOINT),
                Types.LONG),
            WatermarkStrategy.noWatermarks(),
            "numbers");
    var lakeFolder = flinkPath(lake);
    numbers
        .map(SinksInAJobTest::event)
        .returns(EventTypes.EVENT)
        .map(new FailingCheckpoints())
        .returns(EventTypes.EVENT)
        .sinkTo(
            LakeSink.create(
                lakeFolder,
                CONTRACT,
                new HivePartitioner(CONTRACT),
                PositionColumn.NUMBER,
                WriterOptions.defaults()))
        .uid("lake")
        .name("lake");
    numbers
        .map(SinksInAJobTest::rejection)
        .returns(EventTypes.REJECTION)
        .sinkTo(
            DeadLetterSink.create(
                lakeFolder,
                CONTRACT,
                "job",
                "0.1.0",
                null,
                PositionColumn.NUMBER,
                WriterOptions.defaults()))
        .uid("dead-letters")
        .name("dead-letters");
    return env.executeAsync();
  }

  private static Event event(long n) {
    SENT.incrementAndGet();
    int kind = (int) (n % 3);
    Instant time = BEGINNING.plusSeconds(3600L * kind);
    String country = List.of("a/b", "ü =", "de").get(kind);
    return Rows.event(
        CONTRACT, "id-" + n, time, "orders-" + n % 2, n, Map.of("country", country, "n", n));
  }

  private static Rejection rejection(long n) {
    SENT.incrementAndGet();
    return new Rejection(
        new SourceRecord(
            "orders-0",
            Position.ofOffset(n),
            BEGINNING.toEpochMilli(),
            null,
            new byte[] {(byte) n},
            List.of()),
        RejectReason.BROKEN_JSON,
        "$",
        "broken");
  }

  /** Declines checkpoints while the test wants none to complete. */
  private static final class FailingCheckpoints
      implements MapFunction<Event, Event>, CheckpointedFunction {
    @Override
    public Event map(Event event) {
      return event;
    }

    @Override
    public void snapshotState(FunctionSnapshotContext context) throws IOException {
      if (failCheckpoints) {
        FAILED_CHECKPOINTS.incrementAndGet();
        throw new IOException("no checkpoint yet");
      }
    }

    @Override
    public void initializeState(FunctionInitializationContext context) {}
  }

  private static org.apache.flink.core.fs.Path flinkPath(Path folder) {
    return org.apache.flink.core.fs.Path.fromLocalFile(folder.toFile());
  }

  /** What a reader of the lake sees: files whose names are not hidden. */
  private List<Path> committed() {
    try (Stream<Path> files = Files.walk(lake)) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> !file.getFileName().toString().startsWith("."))
          .toList();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static void awaitThat(BooleanSupplier condition) throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("patience").isLessThan(deadline);
      Thread.sleep(20);
    }
  }
}
