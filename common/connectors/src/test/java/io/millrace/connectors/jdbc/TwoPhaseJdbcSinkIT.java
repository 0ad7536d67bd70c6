package io.millrace.connectors.jdbc;

import static io.millrace.connectors.jdbc.ColumnType.BIGINT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.contract.FieldPath;
import io.millrace.contract.StreamContract;
import io.millrace.contract.UnknownFieldPolicy;
import io.millrace.event.Position;
import io.millrace.event.RejectReason;
import io.millrace.ledger.LedgerPage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.source.lib.NumberSequenceSource;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole jobs. Each application of a row leaves a line in {@code applied}, by a trigger. */
class TwoPhaseJdbcSinkIT {

  private static final JdbcTable NUMBERS =
      JdbcTable.named("numbers").key("id", BIGINT).column("value", BIGINT).build();

  private static final StreamContract CONTRACT =
      new StreamContract(
          "urn:orders",
          "1.0.0",
          "active",
          "orders",
          List.of(),
          List.of(FieldPath.of("id")),
          FieldPath.of("at"),
          Duration.ZERO,
          Duration.ZERO,
          Duration.ofDays(1),
          Duration.ZERO,
          UnknownFieldPolicy.KEEP,
          List.of(),
          List.of(),
          List.of(),
          List.of(),
          List.of());

  @TempDir static Path data;
  private static Postgres postgres;

  @TempDir Path checkpoints;

  @BeforeAll
  static void start() throws IOException {
    postgres = new Postgres(data.resolve("pg"));
    LedgerTables.migrate(postgres.config());
    postgres.execute(TableDdl.create(NUMBERS, Optional.empty()));
    postgres.execute("CREATE TABLE applied (line bigserial, id bigint, value bigint)");
    postgres.execute(
        "CREATE FUNCTION log_applied() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
            + " INSERT INTO applied (id, value) VALUES (NEW.id, NEW.value); RETURN NEW; END $$");
    postgres.execute(
        "CREATE TRIGGER log_applied AFTER INSERT OR UPDATE ON numbers"
            + " FOR EACH ROW EXECUTE FUNCTION log_applied()");
  }

  @AfterAll
  static void stop() throws IOException {
    postgres.close();
  }

  @BeforeEach
  void reset() {
    SabotagedSink.reset();
    Pacer.reset();
    postgres.execute("TRUNCATE numbers, applied, millrace_commit");
  }

  @Test
  void eachRowIsAppliedOnceWhateverFails() throws Exception {
    SabotagedSink.FAIL_AFTER.set(3);
    Pacer.FAIL_AT.set(1_500);
    JobClient job = distinctNumbers(2_000);
    awaitCommits(2);
    SabotagedSink.FAIL_BEFORE.set(2);
    awaitCommits(4);
    SabotagedSink.FAIL_AFTER.set(2);
    job.getJobExecutionResult().get(3, TimeUnit.MINUTES);
    assertAppliedOnce(2_000);
    assertThat(Pacer.FAIL_AT).hasValue(0);
  }

  @Test
  void withEveryCheckpointFailingNoRowBecomesVisible() throws Exception {
    Pacer.FAIL_SNAPSHOTS.set(true);
    JobClient job = distinctNumbers(1_000_000);
    Await.until("20 checkpoints", () -> Pacer.SNAPSHOTS.get() >= 20);
    assertThat(postgres.number("SELECT count(*) FROM applied")).isZero();
    assertThat(postgres.number("SELECT count(*) FROM millrace_commit")).isZero();
    job.cancel().get(1, TimeUnit.MINUTES);
    assertThat(postgres.number("SELECT count(*) FROM applied")).isZero();
  }

  @Test
  void aRestartOfTheDatabaseLosesAndDoublesNothing() throws Exception {
    JobClient job = distinctNumbers(2_000);
    awaitCommits(2);
    postgres.stop();
    postgres.start();
    job.getJobExecutionResult().get(3, TimeUnit.MINUTES);
    assertAppliedOnce(2_000);
  }

  @Test
  void laterChangesAreNotOverwrittenByEarlierOnesAfterARescale() throws Exception {
    SabotagedSink.FAIL_BEFORE.set(Integer.MAX_VALUE);
    JobClient first = run(changesOfKeys(environment(2, ""), 100_000_000, 50));
    // Nothing restarts it: rows of a completed checkpoint are left pending in its state.
    assertThatThrownBy(() -> first.getJobExecutionResult().get(2, TimeUnit.MINUTES))
        .hasStackTraceContaining("sabotaged before the commit");
    assertThat(postgres.number("SELECT count(*) FROM applied")).isZero();

    SabotagedSink.reset();
    JobClient second =
        run(changesOfKeys(environment(3, latestCheckpoint().toUri().toString()), 100_000_000, 50));
    awaitCommits(20);
    second.cancel().get(1, TimeUnit.MINUTES);

    assertThat(
            postgres.number(
                "SELECT count(*) FROM (SELECT value,"
                    + " lag(value) OVER (PARTITION BY id ORDER BY line) AS before FROM applied) x"
                    + " WHERE before >= value"))
        .as("changes applied out of order or twice")
        .isZero();
    assertThat(postgres.number("SELECT count(DISTINCT writer) FROM millrace_commit")).isEqualTo(3);
  }

  @Test
  void upsertsAreTakenBackByAFailureAndAreRightInTheEnd() throws Exception {
    Pacer.FAIL_AT.set(2_500);
    StreamExecutionEnvironment env = environment(2, "fixed-delay");
    // Rarely: what is seen meanwhile belongs to no checkpoint.
    env.getCheckpointConfig().setCheckpointInterval(5_000);
    JobClient job =
        run(
            changesOfKeys(
                env,
                6_000,
                50,
                JdbcDelivery.UPSERT.sink(
                    postgres.config(), "mill", "numbers", List.of(NUMBERS), List.of())));
    job.getJobExecutionResult().get(3, TimeUnit.MINUTES);
    assertThat(postgres.number("SELECT count(*) FROM numbers WHERE value = 5950 + id"))
        .isEqualTo(50);
    assertThat(
            postgres.number(
                "SELECT count(*) FROM (SELECT value,"
                    + " lag(value) OVER (PARTITION BY id ORDER BY line) AS before FROM applied) x"
                    + " WHERE before > value"))
        .as("values taken back by the recovery")
        .isPositive();
    assertThat(postgres.number("SELECT count(*) FROM millrace_commit")).isZero();
  }

  @Test
  void ledgerPagesGoThroughWithTheJobsIdAsTheirRun() throws Exception {
    StreamExecutionEnvironment env = environment(2, "");
    LedgerSink.attach(
        env.fromSource(new NumberSequenceSource(1, 4), WatermarkStrategy.noWatermarks(), "numbers")
            .uid("numbers")
            .map(TwoPhaseJdbcSinkIT::page)
            .returns(LedgerPage.TYPE)
            .uid("pages"),
        postgres.config(),
        "mill",
        CONTRACT);
    JobClient job = run(env);
    job.getJobExecutionResult().get(2, TimeUnit.MINUTES);
    assertThat(
            postgres.rows(
                "SELECT job, left(run, 33), stream, split, consumed, balanced FROM ledger_balance"
                    + " ORDER BY split"))
        .containsExactly(
            "mill|" + job.getJobID() + "-|orders|s-1|1|t",
            "mill|" + job.getJobID() + "-|orders|s-2|2|t",
            "mill|" + job.getJobID() + "-|orders|s-3|3|t",
            "mill|" + job.getJobID() + "-|orders|s-4|4|t");
  }

  private static LedgerPage page(long number) {
    return new LedgerPage(
        "decode-0",
        1,
        "s-" + number,
        number,
        0,
        0,
        number,
        0,
        Map.of(RejectReason.BROKEN_JSON, number),
        Map.of(),
        Position.ofOffset(0),
        Position.ofOffset(number - 1),
        null,
        null,
        List.of());
  }

  private JobClient distinctNumbers(long count) throws Exception {
    return run(changesOfKeys(environment(2, "fixed-delay"), count, Long.MAX_VALUE));
  }

  /** Numbers from 0, one after another; each is a new value of one of so many keys. */
  private StreamExecutionEnvironment changesOfKeys(
      StreamExecutionEnvironment env, long count, long keys) {
    TwoPhaseJdbcSink sink =
        new TwoPhaseJdbcSink(postgres.config(), "mill", "numbers", List.of(NUMBERS));
    return changesOfKeys(env, count, keys, new SabotagedSink(sink));
  }

  private static StreamExecutionEnvironment changesOfKeys(
      StreamExecutionEnvironment env, long count, long keys, Sink<RowChange> sink) {
    env.fromSource(
            new NumberSequenceSource(0, count - 1), WatermarkStrategy.noWatermarks(), "numbers")
        .setParallelism(1)
        .uid("numbers")
        .map(new Pacer())
        .setParallelism(1)
        .uid("pacer")
        .map(value -> RowChange.upsert("numbers", value % keys, value))
        .returns(RowChange.TYPE)
        .setParallelism(1)
        .uid("changes")
        .sinkTo(sink)
        .uid("sink");
    return env;
  }

  private StreamExecutionEnvironment environment(int parallelism, String restartOrRestore) {
    Configuration configuration = new Configuration();
    configuration.setString("execution.checkpointing.interval", "100 ms");
    configuration.setString("execution.checkpointing.dir", checkpoints.toUri().toString());
    configuration.setString(
        "execution.checkpointing.externalized-checkpoint-retention", "RETAIN_ON_CANCELLATION");
    configuration.setString("execution.checkpointing.tolerable-failed-checkpoints", "1000000");
    configuration.setString("pipeline.generic-types", "false");
    configuration.setString("pipeline.object-reuse", "true");
    configuration.setString("parallelism.default", Integer.toString(parallelism));
    configuration.setString("taskmanager.numberOfTaskSlots", Integer.toString(parallelism));
    configuration.setString("restart-strategy.type", "none");
    if (restartOrRestore.equals("fixed-delay")) {
      configuration.setString("restart-strategy.type", "fixed-delay");
      configuration.setString("restart-strategy.fixed-delay.attempts", "100");
      configuration.setString("restart-strategy.fixed-delay.delay", "50 ms");
    } else if (!restartOrRestore.isEmpty()) {
      configuration.setString("execution.state-recovery.path", restartOrRestore);
    }
    return StreamExecutionEnvironment.getExecutionEnvironment(configuration);
  }

  private static JobClient run(StreamExecutionEnvironment env) throws Exception {
    return env.executeAsync("numbers");
  }

  private Path latestCheckpoint() throws IOException {
    try (Stream<Path> files = Files.walk(checkpoints)) {
      return files
          .filter(file -> file.endsWith("_metadata"))
          .map(Path::getParent)
          .max(
              Comparator.comparingLong(
                  folder -> Long.parseLong(folder.getFileName().toString().substring(4))))
          .orElseThrow();
    }
  }

  private static void awaitCommits(int commits) {
    int target = SabotagedSink.COMMITS.get() + commits;
    Await.until(commits + " commits", () -> SabotagedSink.COMMITS.get() >= target);
  }

  private static void assertAppliedOnce(long count) {
    assertThat(postgres.number("SELECT count(*) FROM applied")).isEqualTo(count);
    assertThat(postgres.number("SELECT count(DISTINCT id) FROM applied")).isEqualTo(count);
    assertThat(postgres.number("SELECT count(*) FROM numbers WHERE id = value")).isEqualTo(count);
    assertThat(postgres.number("SELECT sum(row_count) FROM millrace_commit")).isEqualTo(count);
  }

  /** Lets about a thousand numbers a second through, so that a run has many checkpoints. */
  private static final class Pacer implements MapFunction<Long, Long>, CheckpointedFunction {
    private static final long serialVersionUID = 1L;

    /** The number at which to fail, once. */
    static final AtomicInteger FAIL_AT = new AtomicInteger();

    static final AtomicInteger SNAPSHOTS = new AtomicInteger();
    static final AtomicBoolean FAIL_SNAPSHOTS = new AtomicBoolean();

    static void reset() {
      FAIL_AT.set(0);
      SNAPSHOTS.set(0);
      FAIL_SNAPSHOTS.set(false);
    }

    @Override
    public Long map(Long value) throws Exception {
      TimeUnit.MILLISECONDS.sleep(1);
      if (value > 0 && FAIL_AT.compareAndSet(value.intValue(), 0)) {
        throw new IOException("failing at " + value);
      }
      return value;
    }

    @Override
    public void snapshotState(FunctionSnapshotContext context) throws Exception {
      SNAPSHOTS.incrementAndGet();
      if (FAIL_SNAPSHOTS.get()) {
        throw new IOException("failing checkpoint " + context.getCheckpointId());
      }
    }

    @Override
    public void initializeState(FunctionInitializationContext context) {
      // Nothing to remember.
    }
  }
}
