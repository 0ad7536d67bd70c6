package io.millrace.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.local.canary.SecretScan;
import io.millrace.local.demo.DemoState;
import io.millrace.local.demo.FolderServices;
import io.millrace.local.platform.ConfigurationCheck;
import io.millrace.local.platform.Platform;
import io.millrace.local.platform.PlatformSettings;
import io.millrace.local.platform.PlatformSettings.Service;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** One demo, and what can be done with its folder afterwards; the last tests break it. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DemoIT {

  private static final Path FOLDER = Path.of("target", "demo it").toAbsolutePath();
  private static final ObjectMapper JSON = new ObjectMapper();

  private static CommandRun demo;
  private static JsonNode figures;

  @BeforeAll
  static void runTheDemo() throws IOException {
    demo =
        CommandRun.of(
            "demo",
            "--events",
            "20000",
            "--seed",
            "7",
            "--exit",
            "--json",
            "--dir",
            FOLDER.toString());
    assertThat(demo.exitCode()).as(demo.err()).isZero();
    figures = JSON.readTree(demo.lastLine());
  }

  @Test
  @Order(1)
  void everyFigureIsTheGenerators() {
    assertThat(demo.out().lines()).as("nothing but the figures on standard output").hasSize(1);
    assertThat(figures.path("stream").asText()).isEqualTo("storefront");
    assertThat(figures.path("consumed").asLong()).isEqualTo(20_000);
    assertThat(figures.path("written").asLong()).isEqualTo(19_344);
    assertThat(figures.path("duplicate").asLong()).isEqualTo(370);
    assertThat(figures.path("conflicting").asLong()).isEqualTo(50);
    assertThat(figures.path("rejected").asLong()).isEqualTo(286);
    assertThat(figures.path("late").asLong()).isEqualTo(154);
    assertThat(figures.path("balanced").asBoolean()).isTrue();
    assertThat(figures.path("findings")).isEmpty();
    assertThat(figures.path("expected").path("written").asLong()).isEqualTo(19_344);
    assertThat(figures.path("expected").path("rejected_by_reason"))
        .isEqualTo(figures.path("rejected_by_reason"));
    assertThat(figures.path("elapsed_ms").asLong()).isPositive();
    assertThat(figures.path("ids").path("exact").asBoolean()).isTrue();
    assertThat(figures.path("ids").path("rows").asLong()).isEqualTo(19_344);
    assertThat(figures.path("rollup").path("table").asText())
        .isEqualTo("storefront_revenue_by_country");
    assertThat(figures.path("rollup").path("rows")).hasSize(5);
    JsonNode visits = figures.path("sessions").path(0);
    assertThat(visits.path("table").asText()).isEqualTo("storefront_visits");
    long tooLate = visits.path("too_late").asLong();
    assertThat(visits.path("events").asLong() + tooLate).isEqualTo(19_344);
    assertThat(visits.path("sessions").asLong()).isPositive();
    // Not on a machine so busy that a partition is left unread while others go hours ahead.
    if (tooLate == 0) {
      assertThat(visits.path("expected").path("sessions")).isEqualTo(visits.path("sessions"));
    }
    assertThat(visits.path("closed").asLong()).isPositive();
    assertThat(demo.err())
        .contains("Balanced: ledger, topic and files agree")
        .contains("sent 20,000");
  }

  @Test
  @Order(2)
  void theLakesFilesLieInTheirFolders() throws IOException {
    Path lake = Path.of(figures.path("lake_dir").asText());
    assertThat(lake).startsWith(FOLDER);
    assertThat(parquetFiles(lake.resolve("storefront")))
        .isNotEmpty()
        .allMatch(
            file ->
                lake.relativize(file)
                    .toString()
                    .matches(
                        "storefront/event_date=2026-11-2[12]/event_hour=[0-9]{2}/type=[a-z_]+/part-[^/]*\\.parquet"));
    assertThat(parquetFiles(lake.resolve("_rejected/storefront"))).isNotEmpty();
  }

  @Test
  @Order(2)
  void theConfigurationOfEachJobIsSound() {
    for (String job : List.of("lake", "rollups", "sessions")) {
      Path configuration = FOLDER.resolve(job + "-job.json");
      assertThat(
              ConfigurationCheck.fault(
                  JobJar.of(job), List.of("--config", configuration.toString()), Map.of()))
          .as(job)
          .isEmpty();
    }
  }

  @Test
  @Order(3)
  void auditFindsItBalanced() throws IOException {
    CommandRun run = CommandRun.of("audit", "--dir", FOLDER.toString());
    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    assertThat(run.out()).contains("storefront-4", "Balanced.");
    JsonNode json = audit(0);
    assertThat(json.path("consumed").asLong()).isEqualTo(20_000);
    assertThat(json.path("lake_rows").asLong()).isEqualTo(19_344);
    assertThat(json.path("dead_letters").asLong()).isEqualTo(286 + 50);
    assertThat(json.path("pending").asLong()).isZero();
    assertThat(json.path("splits")).hasSize(5);
    JsonNode rollups = json.path("jobs").path(0);
    assertThat(rollups.path("job").asText()).isEqualTo("rollups-storefront");
    assertThat(rollups.path("written").asLong()).isEqualTo(19_344);
    JsonNode traffic = rollups.path("aggregates").path("traffic");
    assertThat(traffic.path("counted").asLong() + traffic.path("too_late").asLong())
        .isEqualTo(19_344);
  }

  @Test
  @Order(4)
  void sqlReadsLakeAndLedger() throws IOException {
    JsonNode rows =
        sql(
            "SELECT count(*) AS events, sum(total) AS revenue, count(email_hash) AS addresses FROM storefront");
    assertThat(rows.path(0).path("events").asLong()).isEqualTo(19_344);
    assertThat(rows.path(0).path("revenue").asDouble()).isPositive();
    assertThat(rows.path(0).path("addresses").asLong()).isPositive();
    assertThat(sql("SELECT count(*) AS n FROM rejected").path(0).path("n").asLong()).isEqualTo(336);
    JsonNode ledger =
        sql(
            "SELECT sum(consumed)::BIGINT AS c, bool_and(balanced) AS b FROM pg.ledger_balance WHERE job = 'lake-storefront'");
    assertThat(ledger.path(0).path("c").asLong()).isEqualTo(20_000);
    assertThat(ledger.path(0).path("b").asBoolean()).isTrue();
    JsonNode rollup =
        sql(
            "SELECT (SELECT sum(orders)::BIGINT FROM pg.storefront_revenue_by_country) AS rolled_up,"
                + " (SELECT sum(records)::BIGINT FROM pg.storefront_too_late"
                + " WHERE rollup = 'revenue_by_country') AS too_late,"
                + " (SELECT count(*) FROM storefront WHERE type IN ('order_placed', 'order_changed'))"
                + " AS filed");
    assertThat(rollup.path(0).path("filed").asLong())
        .isPositive()
        .isEqualTo(
            rollup.path(0).path("rolled_up").asLong() + rollup.path(0).path("too_late").asLong());
    everySessionIsThatOfItsEventsInTheLake();
    CommandRun table =
        CommandRun.of("sql", "--dir", FOLDER.toString(), "SELECT 1 AS one, 'x' AS letter");
    assertThat(table.out()).isEqualTo("one  letter\n───  ──────\n  1  x\n");
    CommandRun two =
        CommandRun.of("sql", "--dir", FOLDER.toString(), "SELECT 1 AS a; SELECT 2 AS b;");
    assertThat(two.out()).isEqualTo("a\n─\n1\n\nb\n─\n2\n");
    CommandRun halfway =
        CommandRun.of("sql", "--json", "--dir", FOLDER.toString(), "SELECT 1 AS a; SELEC 2");
    assertThat(halfway.exitCode()).isEqualTo(2);
    assertThat(halfway.out()).startsWith("[{\"a\":1}]\n");
    CommandRun broken = CommandRun.of("sql", "--dir", FOLDER.toString(), "SELEC 1");
    assertThat(broken.exitCode()).isEqualTo(2);
    assertThat(broken.err()).contains("syntax error");
  }

  /** By the definition in SQL; and what is filed as closed is in the table, equal. */
  private static void everySessionIsThatOfItsEventsInTheLake() throws IOException {
    JsonNode row =
        sql("""
                WITH begun AS (
                  SELECT *, occurred_at - lag(occurred_at) OVER (PARTITION BY visitor_id
                    ORDER BY occurred_at) > INTERVAL 30 MINUTE AS begins FROM storefront
                ), numbered AS (
                  SELECT *, count(*) FILTER (begins) OVER (PARTITION BY visitor_id
                    ORDER BY occurred_at) AS session FROM begun
                ), recomputed AS (
                  SELECT visitor_id, min(occurred_at) AS session_start,
                    max(occurred_at) AS session_end, count(*) AS events,
                    count(page_url) AS pages, coalesce(sum(total), 0)::DECIMAL(18, 2) AS spent
                  FROM numbered GROUP BY visitor_id, session
                ), found AS (
                  SELECT visitor_id, session_start, session_end, events, pages,
                    coalesce(spent, 0)::DECIMAL(18, 2) AS spent FROM pg.storefront_visits
                )
                SELECT (SELECT count(*) FROM found) AS sessions,
                  (SELECT count(*) FROM (FROM recomputed EXCEPT FROM found)) AS missing,
                  (SELECT count(*) FROM (FROM found EXCEPT FROM recomputed)) AS unexpected,
                  (SELECT count(*) FROM storefront_visits) AS closed,
                  (SELECT count(*) FROM storefront_visits AS c JOIN pg.storefront_visits AS t
                    ON c.group_id = t.group_id AND c.session_start = t.session_start
                    AND c.session_end = t.session_end AND c.events = t.events
                    AND c.revision = t.revision) AS closed_in_table
                """)
            .path(0);
    JsonNode visits = figures.path("sessions").path(0);
    // Without one of its events a session is another one, or two.
    long tooLate = visits.path("too_late").asLong();
    assertThat(row.path("missing").asLong()).isLessThanOrEqualTo(tooLate);
    assertThat(row.path("unexpected").asLong()).isLessThanOrEqualTo(2 * tooLate);
    assertThat(row.path("sessions").asLong()).isEqualTo(visits.path("sessions").asLong());
    assertThat(row.path("closed").asLong()).isEqualTo(visits.path("closed").asLong());
    assertThat(row.path("closed_in_table").asLong()).isEqualTo(row.path("closed").asLong());
  }

  @Test
  @Order(4)
  void noSecretOfTheFolderShows() throws IOException {
    Path secrets = FOLDER.resolve("secrets");
    SecretScan scan = SecretScan.forFiles(secrets);
    assertThat(SecretScan.files(secrets)).hasSizeGreaterThanOrEqualTo(5);
    assertThat(scan.inFiles(FOLDER, secrets)).isEmpty();
    for (CommandRun run :
        List.of(
            demo,
            CommandRun.of("audit", "--json", "--dir", FOLDER.toString()),
            CommandRun.of("sql", "--json", "--dir", FOLDER.toString(), "FROM pg.ledger"),
            CommandRun.of("sql", "--json", "--dir", FOLDER.toString(), "FROM duckdb_settings()"))) {
      assertThat(scan.in(run.out() + run.err())).isEmpty();
    }
  }

  @Test
  @Order(5)
  void auditMissesWhatIsLostAndFindsWhatIsTooMany() throws IOException, SQLException {
    DemoState state = DemoState.of(FOLDER).orElseThrow();
    try (Platform platform =
        Platform.start(PlatformSettings.in(FOLDER).only(Service.BROKER, Service.DATABASE))) {
      // As if the demo were still up: the audits below use these services.
      new DemoState(
              state.stream(),
              state.topic(),
              state.job(),
              new DemoState.Running(
                  ProcessHandle.current().pid(),
                  platform.broker().bootstrapServers(),
                  platform.database().jdbcUrl(),
                  ""))
          .save(FOLDER);
      aLostFile();
      try (FolderServices services = FolderServices.open(FOLDER, DemoState.of(FOLDER).get());
          Connection connection = services.connect();
          Statement ledger = connection.createStatement()) {
        aLostPage(ledger);
        aPageTooMany(ledger);
      }
      audit(0);
    } finally {
      state.save(FOLDER);
    }
  }

  private static void aLostFile() throws IOException {
    Path lake = Path.of(figures.path("lake_dir").asText());
    Path file = parquetFiles(lake.resolve("storefront")).get(0);
    Path hidden = FOLDER.resolve("hidden");
    Files.move(file, hidden);
    JsonNode json = audit(1);
    assertThat(json.path("balanced").asBoolean(true)).isFalse();
    String partition = lake.resolve("storefront").relativize(file).getParent().toString();
    assertThat(json.path("findings").toString()).contains(partition + ": the ledger has");
    Files.move(hidden, file);
  }

  private static void aLostPage(Statement ledger) throws IOException, SQLException {
    ledger.execute(
        "CREATE TABLE aside AS SELECT * FROM ledger WHERE job = 'lake-storefront' AND split = 'storefront-2' AND consumed > 0 ORDER BY checkpoint LIMIT 1");
    ledger.execute(
        "DELETE FROM ledger USING aside WHERE ledger.job = aside.job AND ledger.checkpoint = aside.checkpoint AND ledger.split = aside.split AND ledger.writer = aside.writer");
    // Also where the split fitted into this one page.
    assertThat(audit(1).path("findings").toString())
        .containsPattern("storefront-2: positions [0-9 to]+ hold [0-9,]+ records that no page has");
    ledger.execute("INSERT INTO ledger SELECT * FROM aside");
  }

  private static void aPageTooMany(Statement ledger) throws IOException, SQLException {
    ledger.execute("UPDATE aside SET run = 'another'");
    ledger.execute("INSERT INTO ledger SELECT * FROM aside");
    assertThat(audit(1).path("findings").toString()).contains("were consumed by run ");
    ledger.execute("DELETE FROM ledger WHERE run = 'another'");
  }

  private static JsonNode audit(int exitCode) throws IOException {
    CommandRun run = CommandRun.of("audit", "--json", "--dir", FOLDER.toString());
    assertThat(run.exitCode()).as(run.out() + run.err()).isEqualTo(exitCode);
    return JSON.readTree(run.lastLine());
  }

  private static JsonNode sql(String statement) throws IOException {
    CommandRun run = CommandRun.of("sql", "--json", "--dir", FOLDER.toString(), statement);
    assertThat(run.exitCode()).as(run.err()).isZero();
    return JSON.readTree(run.lastLine());
  }

  private static List<Path> parquetFiles(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(".parquet")).sorted().toList();
    }
  }
}
