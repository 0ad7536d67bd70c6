package io.millrace.connectors.jdbc;

import static io.millrace.connectors.jdbc.ColumnType.BIGINT;
import static io.millrace.connectors.jdbc.ColumnType.BOOLEAN;
import static io.millrace.connectors.jdbc.ColumnType.BYTEA;
import static io.millrace.connectors.jdbc.ColumnType.DATE;
import static io.millrace.connectors.jdbc.ColumnType.DOUBLE;
import static io.millrace.connectors.jdbc.ColumnType.INTEGER;
import static io.millrace.connectors.jdbc.ColumnType.NUMERIC;
import static io.millrace.connectors.jdbc.ColumnType.TEXT;
import static io.millrace.connectors.jdbc.ColumnType.TIMESTAMPTZ;
import static io.millrace.connectors.jdbc.RowChange.delete;
import static io.millrace.connectors.jdbc.RowChange.upsert;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.connectors.config.Secret;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.apache.flink.api.connector.sink2.Committer.CommitRequest;
import org.apache.flink.metrics.SimpleCounter;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JdbcCommitterIT {

  private static final JdbcTable ORDERS =
      JdbcTable.named("orders").key("id", TEXT).column("total", BIGINT).build();

  @TempDir static Path data;
  private static Postgres postgres;

  private final SimpleCounter retries = new SimpleCounter();
  private final List<JdbcCommitter> open = new ArrayList<>();

  @BeforeAll
  static void start() throws IOException {
    postgres = new Postgres(data.resolve("pg"));
    LedgerTables.migrate(postgres.config());
  }

  @AfterAll
  static void stop() throws IOException {
    postgres.close();
  }

  @BeforeEach
  void tables() {
    postgres.execute("DROP TABLE IF EXISTS orders");
    postgres.execute("DELETE FROM millrace_commit");
    postgres.execute(TableDdl.create(ORDERS, Optional.empty()));
  }

  @AfterEach
  void close() {
    open.forEach(JdbcCommitter::close);
  }

  @Test
  void aCommittableCommittedTwiceChangesNothing() throws Exception {
    List<JdbcCommittable> first = orders(upsert("orders", "a", 1L), upsert("orders", "b", 2L));
    commit(committer(), first);
    commit(committer(), orders(upsert("orders", "a", 10L), delete("orders", "b", null)));
    Collection<CommitRequest<JdbcCommittable>> again = Requests.of(first);
    committer().commit(again);
    assertThat(again)
        .allSatisfy(request -> assertThat(((Requests.Request) request).alreadyCommitted).isTrue());
    assertThat(orderRows()).containsExactly("a|10");
    assertThat(postgres.rows("SELECT job, sink, writer, row_count FROM millrace_commit"))
        .containsExactly("mill|test|0|2", "mill|test|0|2");
  }

  @Test
  void theLastChangeOfAKeyWins() throws Exception {
    commit(
        committer(),
        orders(
            upsert("orders", "a", 1L),
            upsert("orders", "a", 2L),
            upsert("orders", "b", 1L),
            delete("orders", "b", null),
            delete("orders", "c", null),
            upsert("orders", "c", 3L)));
    assertThat(orderRows()).containsExactly("a|2", "c|3");
  }

  @Test
  void everyTypeComesBackAsItWas() throws Exception {
    JdbcTable wide =
        JdbcTable.named("wide")
            .key("id", INTEGER)
            .nullable("text", TEXT)
            .nullable("big", BIGINT)
            .nullable("dbl", DOUBLE)
            .nullable("flag", BOOLEAN)
            .nullable("num", NUMERIC)
            .nullable("at", TIMESTAMPTZ)
            .nullable("day", DATE)
            .nullable("raw", BYTEA)
            .nullable("uid", ColumnType.UUID)
            .nullable("clock", ColumnType.TIME)
            .build();
    postgres.execute("DROP TABLE IF EXISTS wide");
    postgres.execute(TableDdl.create(wide, Optional.empty()));
    commit(
        committer(),
        Requests.committables(
            List.of(wide),
            upsert(
                "wide",
                1,
                "zażółć '; DROP TABLE wide; -- \\ \" 🦉",
                Long.MIN_VALUE,
                Double.NaN,
                true,
                new BigDecimal("12345678901234567890.0123456789"),
                Instant.parse("2026-11-22T13:00:00.123456999Z"),
                LocalDate.of(-1, 2, 3),
                new byte[] {0, -1, 7},
                new UUID(1, 2),
                LocalTime.of(23, 59, 59, 999_999_999)),
            upsert("wide", 2, null, null, null, null, null, null, null, null, null, null)));
    assertThat(
            postgres.rows(
                "SELECT id, text, big, dbl, flag, num, at AT TIME ZONE 'UTC', day, raw, uid, clock FROM wide"
                    + " ORDER BY id"))
        .containsExactly(
            "1|zażółć '; DROP TABLE wide; -- \\ \" 🦉|-9223372036854775808|NaN|t"
                + "|12345678901234567890.0123456789|2026-11-22 13:00:00.123456|0002-02-03 BC|\\x00ff07"
                + "|00000000-0000-0001-0000-000000000002|23:59:59.999999",
            "2|null|null|null|null|null|null|null|null|null|null");
  }

  @Test
  void theDatabaseSetsTheTimeOfTheCommitAtInsertAndAtUpdate() throws Exception {
    JdbcTable stamped =
        JdbcTable.named("stamped").key("id", BIGINT).column("v", BIGINT).commitTime("at").build();
    postgres.execute("DROP TABLE IF EXISTS stamped");
    postgres.execute(TableDdl.create(stamped, Optional.empty()));
    JdbcTables.verify(postgres.config(), List.of(stamped));
    commit(
        committer(),
        Requests.committables(
            List.of(stamped), upsert("stamped", 1L, 1L), upsert("stamped", 2L, 1L)));
    commit(committer(), Requests.committables(List.of(stamped), upsert("stamped", 1L, 2L)));
    assertThat(
            postgres.rows(
                "SELECT id, v, at = committed_at"
                    + " FROM stamped, (SELECT max(committed_at) AS committed_at"
                    + " FROM millrace_commit) m ORDER BY id"))
        .containsExactly("1|2|t", "2|1|f");
    assertThat(postgres.number("SELECT count(DISTINCT at) FROM stamped")).isEqualTo(2);
  }

  @Test
  void aBatchIsFewStatements() throws Exception {
    JdbcTable stamped =
        JdbcTable.named("stamped").key("id", BIGINT).column("v", BIGINT).commitTime("at").build();
    postgres.execute("DROP TABLE IF EXISTS stamped, statements");
    postgres.execute(TableDdl.create(stamped, Optional.empty()));
    postgres.execute("CREATE TABLE statements (n bigserial)");
    postgres.execute(
        "CREATE OR REPLACE FUNCTION log_statement() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
            + " INSERT INTO statements DEFAULT VALUES; RETURN NULL; END $$");
    postgres.execute(
        "CREATE TRIGGER log_statement AFTER INSERT ON stamped"
            + " FOR EACH STATEMENT EXECUTE FUNCTION log_statement()");
    RowChange[] changes =
        LongStream.range(0, 6_000)
            .mapToObj(i -> upsert("stamped", i % 3_000, i))
            .toArray(RowChange[]::new);
    commit(committer(), Requests.committables(List.of(stamped), changes));
    assertThat(postgres.rows("SELECT count(*), min(v) FROM stamped")).containsExactly("3000|3000");
    assertThat(postgres.number("SELECT count(*) FROM statements")).isLessThan(60);
  }

  @Test
  void valuesThatAreOneKeyToPostgresAreOneRow() throws Exception {
    JdbcTable keys =
        JdbcTable.named("keys")
            .key("num", NUMERIC)
            .key("dbl", DOUBLE)
            .key("at", TIMESTAMPTZ)
            .column("v", BIGINT)
            .build();
    postgres.execute("DROP TABLE IF EXISTS keys");
    postgres.execute(TableDdl.create(keys, Optional.empty()));
    Instant noon = Instant.parse("2026-11-22T12:00:00Z");
    commit(
        committer(),
        Requests.committables(
            List.of(keys),
            upsert("keys", new BigDecimal("1.0"), 0.0, noon, 1L),
            upsert("keys", new BigDecimal("1.00"), -0.0, noon.plusNanos(1), 2L)));
    assertThat(postgres.rows("SELECT v FROM keys")).containsExactly("2");
  }

  @Test
  void textThatPostgresCannotHoldIsEscapedAndStaysDistinct() throws Exception {
    commit(
        committer(),
        orders(
            upsert("orders", "a\0", 1L),
            upsert("orders", "a\u2400", 2L),
            upsert("orders", "a\ud800", 3L),
            upsert("orders", "a?", 4L)));
    assertThat(orderRows()).containsExactlyInAnyOrder("a␀0|1", "a␀␀|2", "a␀d800|3", "a?|4");
  }

  @Test
  void namesCannotEscapeTheirQuotes() throws Exception {
    JdbcTable hostile =
        JdbcTable.named("x\"; DROP TABLE orders; --")
            .key("k\"); DROP TABLE orders; --", TEXT)
            .column("v'\" ? $1", BIGINT)
            .build();
    postgres.execute("DROP TABLE IF EXISTS " + Identifiers.quoted(hostile.name()));
    postgres.execute(TableDdl.create(hostile, Optional.empty()));
    JdbcTables.verify(postgres.config(), List.of(hostile));
    commit(
        committer(),
        Requests.committables(
            List.of(hostile),
            upsert(hostile.name(), "'); DROP TABLE orders; --", 1L),
            upsert(hostile.name(), "b", 2L)));
    commit(committer(), Requests.committables(List.of(hostile), delete(hostile.name(), "b", null)));
    assertThat(postgres.rows("SELECT * FROM " + Identifiers.quoted(hostile.name())))
        .containsExactly("'); DROP TABLE orders; --|1");
    assertThat(orderRows()).isEmpty();
  }

  @Test
  void aConnectionKilledBeforeTheTransactionIsReplaced() throws Exception {
    JdbcCommitter committer = committer();
    commit(committer, orders(upsert("orders", "a", 1L)));
    killCommitters();
    commit(committer, orders(upsert("orders", "a", 2L)));
    assertThat(orderRows()).containsExactly("a|2");
  }

  @Test
  void aConnectionKilledInsideTheTransactionMeansAnotherAttempt() throws Exception {
    killedWhenItReaches("orders", "BEFORE INSERT ON orders");
    commit(committer(), orders(upsert("orders", "a", 1L), upsert("orders", "b", 1L)));
    assertThat(orderRows()).containsExactly("a|1", "b|1");
    assertThat(retries.getCount()).isEqualTo(1);
  }

  @Test
  void aLostAnswerToTheCommitMeansAnotherAttemptThatChangesNothing() throws Exception {
    try (LossyProxy proxy = LossyProxy.to(postgres.url())) {
      JdbcCommitter committer = committer(at(proxy.url()));
      proxy.cutAfterCommit();
      List<JdbcCommittable> committables = orders(upsert("orders", "a", 1L));
      Collection<CommitRequest<JdbcCommittable>> requests = Requests.of(committables);
      committer.commit(requests);
      assertThat(proxy.cuts()).isEqualTo(1);
      assertThat(requests)
          .allSatisfy(
              request -> assertThat(((Requests.Request) request).alreadyCommitted).isTrue());
    }
    assertThat(orderRows()).containsExactly("a|1");
    assertThat(postgres.number("SELECT count(*) FROM millrace_commit")).isEqualTo(1);
  }

  @Test
  void aCommitterThoughtDeadAndItsSuccessorApplyOnce() throws Exception {
    List<JdbcCommittable> pending = orders(upsert("orders", "a", 1L));
    // The old committer hangs inside its transaction: its row is locked by someone.
    postgres.execute("INSERT INTO orders VALUES ('a', 0)");
    postgres.execute(
        "CREATE TABLE updates (id text);"
            + "CREATE FUNCTION log_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
            + " INSERT INTO updates VALUES (NEW.id); RETURN NEW; END $$;"
            + "CREATE TRIGGER log_update AFTER UPDATE ON orders"
            + " FOR EACH ROW EXECUTE FUNCTION log_update()");
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try (java.sql.Connection lock = JdbcConnections.open(postgres.config(), "lock")) {
      lock.setAutoCommit(false);
      lock.createStatement().execute("SELECT * FROM orders FOR UPDATE");
      Future<?> old = threads.submit(() -> uncheckedCommit(committer(), pending));
      awaitWaiting(1);
      Future<?> successor = threads.submit(() -> uncheckedCommit(committer(), pending));
      awaitWaiting(2);
      lock.commit();
      old.get(2, TimeUnit.MINUTES);
      successor.get(2, TimeUnit.MINUTES);
    } finally {
      threads.shutdownNow();
    }
    assertThat(orderRows()).containsExactly("a|1");
    assertThat(postgres.rows("SELECT id FROM updates")).containsExactly("a");
    assertThat(postgres.number("SELECT count(*) FROM millrace_commit")).isEqualTo(1);
  }

  @Test
  void allOfACheckpointsCommittablesAreOneTransaction() throws Exception {
    JdbcTable broken = JdbcTable.named("broken").key("id", TEXT).column("v", BIGINT).build();
    postgres.execute("DROP TABLE IF EXISTS broken");
    List<JdbcCommittable> both = new ArrayList<>(orders(upsert("orders", "a", 1L)));
    both.addAll(Requests.committables(List.of(broken), upsert("broken", "secret-value", 1L)));
    assertThatThrownBy(() -> commit(committer(), both))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("JDBC sink test of job mill cannot commit, in table \"broken\"")
        .hasMessageContaining("42P01")
        .hasMessageContaining("relation \"broken\" does not exist");
    assertThat(orderRows()).isEmpty();
    assertThat(postgres.number("SELECT count(*) FROM millrace_commit")).isZero();
    // Once somebody has repaired it, the recovery's attempt goes through.
    postgres.execute(TableDdl.create(broken, Optional.empty()));
    commit(committer(), both);
    assertThat(orderRows()).containsExactly("a|1");
  }

  @Test
  void aLastingErrorTellsTheTableButNoValueAndNoPassword() {
    postgres.execute("ALTER TABLE orders ADD CONSTRAINT small CHECK (total < 10)");
    JdbcConfig config = postgres.config();
    JdbcConfig withPassword =
        new JdbcConfig(
            config.url() + "?sslmode=disable",
            config.user(),
            new Secret("hunter2"),
            config.schema(),
            config.retryFor(),
            config.connectTimeout(),
            config.socketTimeout(),
            config.markerRetention());
    assertThatThrownBy(
            () -> commit(committer(withPassword), orders(upsert("orders", "secret-value", 4711L))))
        .isInstanceOf(IOException.class)
        .hasNoCause()
        .hasMessageContaining("in table \"orders\"")
        .hasMessageContaining("23514")
        .hasMessageContaining("constraint \"small\"")
        .hasMessageNotContainingAny("secret-value", "4711", "hunter2", "sslmode");
    assertThat(withPassword.toString()).doesNotContain("hunter2", "sslmode");
    assertThat(retries.getCount()).isZero();
  }

  @Test
  void aDatabaseThatStaysAwayFailsTheCommitInTheEnd() {
    JdbcConfig config =
        new JdbcConfig(
            "jdbc:postgresql://localhost:1/postgres",
            "postgres",
            null,
            "public",
            Duration.ofSeconds(1),
            Duration.ofSeconds(1),
            Duration.ofSeconds(1),
            Duration.ofDays(1));
    assertThatThrownBy(() -> commit(committer(config), orders(upsert("orders", "a", 1L))))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("connecting to jdbc:postgresql://localhost:1/postgres")
        .hasMessageContaining("08001")
        .hasMessageContaining("gave up after PT1S");
    assertThat(retries.getCount()).isGreaterThan(2);
  }

  @Test
  void aRestartOfTheDatabaseIsWaitedFor() throws Exception {
    JdbcCommitter committer = committer();
    commit(committer, orders(upsert("orders", "a", 1L)));
    postgres.stop();
    CompletableFuture<Void> commit =
        CompletableFuture.runAsync(
            () -> uncheckedCommit(committer, orders(upsert("orders", "a", 2L))));
    Await.until("three attempts", () -> retries.getCount() >= 3);
    postgres.start();
    commit.get(2, TimeUnit.MINUTES);
    assertThat(orderRows()).containsExactly("a|2");
  }

  @Test
  void oldMarkersGoAFewAtATime() throws Exception {
    postgres.execute(
        "INSERT INTO millrace_commit SELECT gen_random_uuid(), 'mill', 'test', 0, 1,"
            + " now() - INTERVAL '15 days' FROM generate_series(1, 150)");
    postgres.execute(
        "INSERT INTO millrace_commit SELECT gen_random_uuid(), job, 'test', 0, 1, at FROM"
            + " (VALUES ('mill', now() - INTERVAL '13 days'), ('other', now() - INTERVAL '15 days'))"
            + " AS kept (job, at)");
    JdbcCommitter committer = committer();
    commit(committer, orders(upsert("orders", "a", 1L)));
    assertThat(postgres.number("SELECT count(*) FROM millrace_commit")).isEqualTo(50 + 2 + 1);
    commit(committer, orders(upsert("orders", "a", 1L)));
    assertThat(postgres.number("SELECT count(*) FROM millrace_commit")).isEqualTo(2 + 2);
  }

  @Test
  void manyRowsAreSplitAndStillOneTransaction() throws Exception {
    int rows = 1_000;
    String padding = "x".repeat(20_000);
    JdbcTable notes = JdbcTable.named("notes").key("id", BIGINT).column("note", TEXT).build();
    postgres.execute("DROP TABLE IF EXISTS notes");
    postgres.execute(TableDdl.create(notes, Optional.empty()));
    RowChange[] changes = new RowChange[rows];
    for (int i = 0; i < rows; i++) {
      changes[i] = upsert("notes", (long) i, padding);
    }
    List<JdbcCommittable> committables = Requests.committables(List.of(notes), changes);
    assertThat(committables).hasSizeBetween(3, 4);
    commit(committer(), committables);
    assertThat(postgres.number("SELECT count(*) FROM notes")).isEqualTo(rows);
    assertThat(postgres.number("SELECT count(DISTINCT xmin::text) FROM notes")).isEqualTo(1);
  }

  private static List<String> orderRows() {
    return postgres.rows("SELECT id, total FROM orders ORDER BY id");
  }

  private static List<JdbcCommittable> orders(RowChange... changes) {
    try {
      return Requests.committables(List.of(ORDERS), changes);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private JdbcCommitter committer() {
    return committer(postgres.config());
  }

  private synchronized JdbcCommitter committer(JdbcConfig config) {
    JdbcCommitter committer = new JdbcCommitter(config, "mill", "test", retries);
    open.add(committer);
    return committer;
  }

  private static JdbcConfig at(String url) {
    return JdbcConfig.of(url, "postgres", null);
  }

  private static void commit(JdbcCommitter committer, List<JdbcCommittable> committables)
      throws Exception {
    committer.commit(Requests.of(committables));
  }

  private static void uncheckedCommit(JdbcCommitter committer, List<JdbcCommittable> committables) {
    try {
      commit(committer, committables);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static void killCommitters() {
    postgres.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            + " WHERE application_name = 'millrace mill test'");
  }

  /** The first session to fire the trigger loses its connection there. */
  private static void killedWhenItReaches(String name, String when) {
    postgres.execute("CREATE SEQUENCE IF NOT EXISTS kills");
    postgres.execute("ALTER SEQUENCE kills RESTART");
    postgres.execute(
        "CREATE OR REPLACE FUNCTION kill_once() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
            + " IF nextval('kills') = 1 THEN PERFORM pg_terminate_backend(pg_backend_pid());"
            + " PERFORM pg_sleep(60); END IF; RETURN NEW; END $$");
    postgres.execute(
        "CREATE TRIGGER kill_" + name + " " + when + " FOR EACH ROW EXECUTE FUNCTION kill_once()");
  }

  private static void awaitWaiting(int sessions) {
    Await.until(
        sessions + " committers waiting for a lock",
        () ->
            postgres.number(
                    "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
                        + " AND application_name = 'millrace mill test'")
                >= sessions);
  }
}
