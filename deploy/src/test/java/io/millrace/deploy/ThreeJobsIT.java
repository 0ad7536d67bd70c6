package io.millrace.deploy;

import io.millrace.bench.Checkout;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.contract.ContractCompiler;
import io.millrace.contract.StreamContract;
import io.millrace.local.audit.Auditor;
import io.millrace.local.audit.JobAccount;
import io.millrace.local.audit.KafkaSourceReader;
import io.millrace.local.audit.LakeReader;
import io.millrace.local.audit.LedgerReader;
import io.millrace.local.feed.KafkaFeeder;
import io.millrace.local.platform.FlinkSettings;
import io.millrace.local.platform.Platform;
import io.millrace.local.platform.PlatformSettings;
import io.millrace.local.query.LakeDatabase;
import io.millrace.local.query.ResultTable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * The three jobs' jars side by side on a cluster of separate processes, submitted by REST, on a
 * stream most of which is late: TaskManagers are killed, the database crashes, the jobs are stopped
 * and go on at another parallelism. Afterwards lake, tables and ledger are what they would have
 * been without any of it, by the very SQL that the pages show to users.
 *
 * <p>{@code -Dmillrace.outages=1,10,60} also keeps the database away for a minute.
 */
class ThreeJobsIT {

  private static final long RECORDS = 90_000;
  private static final long SEED = 11;
  private static final Duration LIMIT = Duration.ofMinutes(10);
  private static final long AT_ONCE = 1_000_000;
  private static final String STREAM = "storefront";
  private static final String LAKE = "lake";
  private static final String ROLLUPS = "rollups";
  private static final String SESSIONS = "sessions";

  /** What the shipped contract lacks: a cumulative window, and sessions that are often cut. */
  private static final String MORE_ROLLUPS =
      """
                - name: day_so_far
                  window: { type: cumulative, size: P1D, step: PT15M }
                  where: { total: { notNull: true } }
                  groupBy: [country]
                  measures:
                    orders: { count: "*" }
                    revenue: { sum: total }
                    mean: { avg: total }
                    smallest: { min: total }
                    discounts: { sum: discount_rate }
                    last_page: { max: page_url }
                    buyers: { approxDistinct: user_id }
                    middle: { quantile: total, q: 0.5 }
      """;

  private static final String MORE_SESSIONS =
      """
                - name: glances
                  key: [visitor_id]
                  gap: PT10M
                  maxLength: PT20M
                  first: [page_url, referrer]
                  last: [page_url]
                  measures:
                    pages: { count: page_url }
                    spent: { sum: total }
      """;

  private final Path folder = Path.of("target", "three-jobs-" + System.nanoTime()).toAbsolutePath();
  private final List<SubmittedJob> jobs = new ArrayList<>();
  private Platform platform;
  private MarkedStorefront stream;
  private KafkaFeeder feeder;
  private final long begin = System.nanoTime();
  private long total;
  private volatile long fed;

  @AfterEach
  void stop() {
    if (platform != null) {
      platform.close();
    }
  }

  @Test
  void lakeTablesAndLedgerAreExactWhateverFails() throws Exception {
    Path contractFile = contract();
    StreamContract contract =
        ContractCompiler.compile(contractFile.toString(), Files.readAllBytes(contractFile));
    stream = new MarkedStorefront(RECORDS, SEED, contract);
    total = stream.records();
    platform =
        Platform.start(
            PlatformSettings.in(folder)
                .withFlink(
                    FlinkSettings.defaults()
                        .withTaskManagers(1, 7)
                        .withCheckpointInterval(Duration.ofSeconds(1))));
    execute(command("ddl", "--contract", contractFile.toString()));
    feeder = new KafkaFeeder(platform.broker().bootstrapServers(), STREAM);
    feeder.createTopic(stream.partitions());

    step("a backlog");
    feed(60, AT_ONCE);
    for (String kind : List.of(LAKE, ROLLUPS, SESSIONS)) {
      jobs.add(SubmittedJob.of(kind, STREAM, contractFile, platform));
    }
    each(job -> job.start(2));
    awaitCommitted(total * 48 / 100);
    step("a kill while the jobs catch up");
    killTaskManager();
    awaitCommitted(fed);
    for (String seconds : System.getProperty("millrace.outages", "1,10").split(",", -1)) {
      step("the database away for " + seconds + " s");
      feed(Math.toIntExact(fed * 100 / total) + 6, AT_ONCE);
      platform.database().kill();
      LockSupport.parkNanos(Duration.ofSeconds(Long.parseLong(seconds)).toNanos());
      platform.database().startAgain();
      awaitCommitted(fed);
    }
    step("a kill while the jobs follow");
    long before = fed;
    CompletableFuture<Void> feeding = CompletableFuture.runAsync(() -> feed(82, 1_500));
    awaitCommitted(before + 1);
    killTaskManager();
    feeding.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    feed(88, AT_ONCE);
    awaitCommitted(before + (fed - before) / 2);
    for (SubmittedJob job : jobs) {
      assertThat(job.restored()).as("recoveries of " + job.kind()).isGreaterThanOrEqualTo(2);
    }

    step("savepoints, and another parallelism");
    each(SubmittedJob::stop);
    feed(100, AT_ONCE);
    each(job -> job.restore(job.kind().equals(SESSIONS) ? 1 : 3));
    awaitCommitted(total);
    each(job -> job.end(!job.kind().equals(LAKE)));

    step("what has become of it");
    SoftAssertions softly = new SoftAssertions();
    try (Connection database = connect();
        LakeDatabase lake = LakeDatabase.open(platform.lakeFolder())) {
      checkAccounts(database, checkIds(lake, softly), softly);
      checkTables(lake, database, softly);
    }
    softly.assertAll();
    step("all is well");
  }

  private long checkIds(LakeDatabase lake, SoftAssertions softly) throws SQLException {
    Set<String> expected = new HashSet<>();
    stream.forEachWrittenId(expected::add);
    Set<String> missing = new HashSet<>(expected);
    List<String> wrong = new ArrayList<>();
    for (List<?> row : lake.query("SELECT _event_id FROM " + STREAM).rows()) {
      if (!missing.remove(row.get(0).toString())) {
        wrong.add(row.get(0).toString());
      }
    }
    softly.assertThat(missing).as("ids that the lake lacks").isEmpty();
    softly.assertThat(wrong).as("ids that are in the lake twice or wrongly").isEmpty();
    return expected.size();
  }

  private void checkAccounts(Connection database, long unique, SoftAssertions softly)
      throws Exception {
    Properties source = new Properties();
    source.put("bootstrap.servers", platform.broker().bootstrapServers());
    String lakeJob = SubmittedJob.nameOf(LAKE, STREAM);
    try (KafkaSourceReader topic = KafkaSourceReader.open(List.of(STREAM), source)) {
      softly
          .assertThat(
              new Auditor(STREAM, true)
                  .audit(
                      new LedgerReader(database, lakeJob, STREAM).book(),
                      LakeReader.read(platform.lakeFolder().toString(), STREAM),
                      topic)
                  .findings())
          .as("the lake's audit")
          .isEmpty();
    }
    List<JobAccount> accounts = JobAccount.besides(database, lakeJob, STREAM);
    softly.assertThat(accounts).hasSize(2);
    for (JobAccount account : accounts) {
      System.out.println(String.join("\n", account.lines()));
      softly.assertThat(account.findings()).as(account.job()).isEmpty();
      softly.assertThat(account.consumed()).as(account.job() + " consumed").isEqualTo(total);
      softly.assertThat(account.written()).as(account.job() + " unique").isEqualTo(unique);
      for (JobAccount.Aggregate aggregate : account.aggregates()) {
        softly.assertThat(aggregate.tooLate()).as(aggregate + " too late").isPositive();
        long named =
            number(
                database,
                "SELECT sum(records) FROM storefront_too_late WHERE rollup = '%s'"
                    .formatted(aggregate.name()));
        // An event that misses several windows is named in each.
        softly
            .assertThat(named)
            .as(aggregate.name() + " in the table of what was too late")
            .isGreaterThanOrEqualTo(aggregate.tooLate());
        if (!Set.of("traffic", "day_so_far").contains(aggregate.name())) {
          softly.assertThat(named).as(aggregate.name()).isEqualTo(aggregate.tooLate());
        }
      }
    }
    for (String view : List.of("ledger_balance", "ledger_rollup_balance")) {
      softly
          .assertThat(number(database, "SELECT count(*) FROM " + view + " WHERE NOT balanced"))
          .as(view)
          .isZero();
    }
  }

  private void checkTables(LakeDatabase lake, Connection database, SoftAssertions softly)
      throws Exception {
    List<RollupCheck> rollups =
        List.of(
            new RollupCheck(
                "revenue_by_country",
                rollupSql("revenue_by_country"),
                2,
                "orders",
                "buyers",
                "p95",
                "0.95"),
            new RollupCheck("traffic", rollupSql("traffic"), 1, "events", "visitors", "", ""),
            new RollupCheck(
                "day_so_far", rollupSql("day_so_far"), 1, "orders", "buyers", "middle", "0.5"));
    for (RollupCheck rollup : rollups) {
      String table = STREAM + "_" + rollup.name();
      softly.assertThat(rollup.differences(lake, database, STREAM)).as(table).isEmpty();
      softly.assertThat(RevisionCheck.differences(database, table)).as(table).isEmpty();
      softly
          .assertThat(number(database, "SELECT count(*) FROM " + table + "_corrections"))
          .as("corrections of " + table)
          .isPositive();
    }
    softly
        .assertThat(
            number(
                database,
                "SELECT count(*) FROM storefront_day_so_far WHERE mean <> round(revenue / orders, 8)"))
        .as("means that are not the exact sum by the count")
        .isZero();
    String visits = DocumentedSql.of("docs/sessions.md", "visits");
    String glances =
        visits
            .replace("INTERVAL 30 MINUTE", "INTERVAL 10 MINUTE")
            .replace("INTERVAL 12 HOUR", "INTERVAL 20 MINUTE")
            .replace("(12 * 3600)", "(20 * 60)");
    for (SessionCheck session :
        List.of(
            new SessionCheck("visits", visits, Duration.ofMinutes(30), false),
            new SessionCheck("glances", glances, Duration.ofMinutes(10), true))) {
      softly
          .assertThat(session.differences(lake, database, STREAM, platform.lakeFolder()))
          .as(session.name())
          .isEmpty();
    }
  }

  private static String rollupSql(String name) {
    return DocumentedSql.of("docs/rollups.md", name);
  }

  /** The shipped contract with more windows, and a cut-off after the latest unmarked event. */
  private Path contract() throws IOException {
    String shipped = Checkout.text("schemas/storefront.odcs.yaml");
    String sessions = "      - property: sessions\n";
    String service = "slaProperties:\n";
    String text =
        shipped
            .replace(
                "{ property: allowedLateness, value: PT1H }",
                "{ property: allowedLateness, value: %s }"
                    .formatted(MarkedStorefront.MOST_LATE.plusMinutes(5)))
            .replace(sessions, MORE_ROLLUPS + sessions)
            .replace(service, MORE_SESSIONS + service);
    Files.createDirectories(folder);
    return Files.writeString(folder.resolve("storefront.odcs.yaml"), text);
  }

  /** What the command prints. */
  private String command(String... arguments) throws Exception {
    Path home = Checkout.resolve("local/cli/target");
    List<String> line =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                home.resolve("classes")
                    + ":"
                    + Checkout.text("local/cli/target/classpath.txt").strip(),
                "io.millrace.local.cli.Millrace"));
    line.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(line).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    return printed;
  }

  /** With all jobs at once. */
  private void each(JobAction action) throws Exception {
    List<CompletableFuture<Void>> running = new ArrayList<>();
    for (SubmittedJob job : jobs) {
      running.add(
          CompletableFuture.runAsync(
              () -> {
                try {
                  action.on(job);
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              }));
    }
    for (CompletableFuture<Void> one : running) {
      one.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    }
  }

  /** Sends what is missing to so many percent of all records. */
  private void feed(int percent, long perSecond) {
    long to = total * percent / 100;
    feeder.send(stream.part(fed, to, perSecond));
    fed = to;
  }

  private void killTaskManager() {
    platform.flink().taskManagers().get(0).kill();
    platform.flink().startTaskManager();
  }

  private void awaitCommitted(long records) throws Exception {
    long deadline = System.nanoTime() + LIMIT.toNanos();
    try (Connection database = connect()) {
      for (SubmittedJob job : jobs) {
        while (committed(database, job) < records) {
          job.ensureAlive();
          assertThat(System.nanoTime())
              .as("waited %s for %s to commit %s records", LIMIT, job.kind(), records)
              .isLessThan(deadline);
          LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
        }
      }
    }
  }

  private static long committed(Connection database, SubmittedJob job) throws SQLException {
    if (number(database, "SELECT count(*) FROM pg_tables WHERE tablename = 'ledger'") == 0) {
      return 0;
    }
    return new LedgerReader(database, SubmittedJob.nameOf(job.kind(), STREAM), STREAM)
        .totals()
        .consumed();
  }

  private static long number(Connection database, String sql) throws SQLException {
    Object value = ResultTable.query(database, sql).rows().get(0).get(0);
    return value == null ? 0 : ((Number) value).longValue();
  }

  private void execute(String sql) throws SQLException {
    try (Connection database = connect();
        Statement statement = database.createStatement()) {
      statement.execute(sql);
    }
  }

  private Connection connect() throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", platform.database().user());
    properties.setProperty("password", platform.database().password());
    // The driver's ten seconds are too few on a machine that is busy with other builds.
    properties.setProperty("connectTimeout", "120");
    return DriverManager.getConnection(platform.database().jdbcUrl(), properties);
  }

  private void step(String name) {
    System.out.printf("%3d s: %s%n", Duration.ofNanos(System.nanoTime() - begin).toSeconds(), name);
  }

  private interface JobAction {
    void on(SubmittedJob job) throws IOException;
  }
}
