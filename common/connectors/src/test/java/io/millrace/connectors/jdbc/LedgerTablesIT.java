package io.millrace.connectors.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.event.Position;
import io.millrace.event.RejectReason;
import io.millrace.ledger.LedgerPage;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.flink.metrics.SimpleCounter;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerTablesIT {

  private static final LedgerRun RUN =
      new LedgerRun("mill", "00ff", "storefront", "urn:storefront", "1.2.0");
  private static final long NOON = 1_795_348_800_000_000L;

  @TempDir static Path data;
  private static Postgres postgres;

  @BeforeAll
  static void start() throws IOException {
    postgres = new Postgres(data.resolve("pg"));
  }

  @AfterAll
  static void stop() throws IOException {
    postgres.close();
  }

  @Test
  void pagesBecomeRowsThatBalance() throws Exception {
    JdbcConfig config = schema("pages");
    LedgerTables.migrate(config);
    JdbcTables.verify(config, LedgerTables.all());
    commit(
        config,
        new LedgerPage(
            "decode-0",
            7,
            "orders-0",
            10,
            0,
            0,
            2,
            0,
            Map.of(RejectReason.BROKEN_JSON, 2L),
            Map.of(),
            Position.ofOffset(100),
            Position.ofOffset(111),
            NOON,
            NOON + 1,
            List.of()),
        new LedgerPage(
            "dedup-1",
            7,
            "orders-0",
            0,
            7,
            1,
            0,
            3,
            Map.of(RejectReason.CONFLICTING, 1L),
            Map.of("event_date=2026-11-22/event_hour=12", 7L),
            null,
            null,
            null,
            null,
            List.of()),
        new LedgerPage(
            "decode-0",
            LedgerPage.END_OF_INPUT,
            "orders-1",
            1,
            0,
            0,
            0,
            0,
            Map.of(),
            Map.of(),
            new Position("49590338271490256608559692538361571095921575989136588898", 0),
            new Position("49590338271490256608559692538361571095921575989136588898", 4),
            NOON,
            NOON,
            List.of()));

    assertThat(
            postgres.rows(
                "SELECT split, consumed, written, duplicate, rejected, late, difference, balanced,"
                    + " first_position, last_position, max_event_time AT TIME ZONE 'UTC'"
                    + " FROM pages.ledger_balance ORDER BY split"))
        .containsExactly(
            "orders-0|10|7|1|2|3|0|t|100|111|2026-11-22 12:00:00.000001",
            "orders-1|1|0|0|0|0|1|f"
                + "|49590338271490256608559692538361571095921575989136588898"
                + "|49590338271490256608559692538361571095921575989136588898|2026-11-22 12:00:00");
    assertThat(
            postgres.rows(
                "SELECT split, first_sub_position, last_sub_position FROM pages.ledger"
                    + " WHERE consumed > 0 ORDER BY split"))
        .containsExactly("orders-0|null|null", "orders-1|0|4");
    assertThat(
            postgres.rows(
                "SELECT job, run, stream, outcome, reason, records FROM pages.ledger_reasons"
                    + " ORDER BY outcome"))
        .containsExactly(
            "mill|00ff|storefront|duplicate|conflicting|1",
            "mill|00ff|storefront|rejected|" + RejectReason.BROKEN_JSON.code() + "|2");
    assertThat(postgres.rows("SELECT writer, lake_partition, written FROM pages.ledger_partition"))
        .containsExactly("dedup-1|event_date=2026-11-22/event_hour=12|7");
    assertThat(
            postgres.rows(
                "SELECT checkpoint, contract_id, contract_version FROM pages.ledger"
                    + " ORDER BY checkpoint DESC LIMIT 1"))
        .containsExactly(Long.MAX_VALUE + "|urn:storefront|1.2.0");
  }

  @RepeatedTest(10)
  void manyJobsMayMigrateAtOnce(RepetitionInfo repetition) throws Exception {
    JdbcConfig config = schema("at_once_" + repetition.getCurrentRepetition());
    ExecutorService threads = Executors.newFixedThreadPool(6);
    try {
      List<Future<?>> starts = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        starts.add(threads.submit(() -> LedgerTables.migrate(config)));
      }
      for (Future<?> start : starts) {
        start.get(2, TimeUnit.MINUTES);
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(
            postgres.rows(
                "SELECT version, success FROM " + config.schema() + ".millrace_schema_history"))
        .contains("1|t")
        .doesNotHaveDuplicates();
  }

  @Test
  void aSchemaWithTablesOfOthersIsTaken() {
    JdbcConfig config = schema("shared");
    postgres.execute("CREATE TABLE shared.theirs (id int)");
    LedgerTables.migrate(config);
    LedgerTables.migrate(config);
    JdbcTables.verify(config, LedgerTables.all());
    assertThat(postgres.number("SELECT count(*) FROM shared.theirs")).isZero();
  }

  @Test
  void whyItCannotMigrateIsToldWithoutSecrets() {
    JdbcConfig config =
        JdbcConfig.of("jdbc:postgresql://localhost:1/db?sslmode=disable", "me", "hunter2");
    assertThatThrownBy(() -> LedgerTables.migrate(config))
        .isInstanceOf(JdbcSetupException.class)
        .hasNoCause()
        .hasMessageStartingWith(
            "cannot migrate the ledger's tables at jdbc:postgresql://localhost:1/db: SQL state 08001")
        .hasMessageNotContainingAny("hunter2", "sslmode");
  }

  private static JdbcConfig schema(String name) {
    postgres.execute("CREATE SCHEMA " + name);
    return new JdbcConfig(
        postgres.url(),
        "postgres",
        null,
        name,
        Duration.ofMinutes(1),
        Duration.ofSeconds(10),
        Duration.ofMinutes(1),
        Duration.ofDays(14));
  }

  private static void commit(JdbcConfig config, LedgerPage... pages) throws Exception {
    List<RowChange> rows = new ArrayList<>();
    for (LedgerPage page : pages) {
      rows.addAll(LedgerTables.rows(RUN, page));
    }
    JdbcCommitter committer = new JdbcCommitter(config, "mill", "ledger", new SimpleCounter());
    try {
      committer.commit(
          Requests.of(Requests.committables(LedgerTables.all(), rows.toArray(new RowChange[0]))));
    } finally {
      committer.close();
    }
  }
}
