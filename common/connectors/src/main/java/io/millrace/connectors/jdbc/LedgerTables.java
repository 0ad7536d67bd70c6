package io.millrace.connectors.jdbc;

import static io.millrace.connectors.jdbc.ColumnType.BIGINT;
import static io.millrace.connectors.jdbc.ColumnType.NUMERIC;
import static io.millrace.connectors.jdbc.ColumnType.TEXT;
import static io.millrace.connectors.jdbc.ColumnType.TIMESTAMPTZ;

import io.millrace.event.Position;
import io.millrace.ledger.LedgerPage;
import io.millrace.ledger.Outcome;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/** The ledger's tables and the sink's own, made and kept up to date by versioned migrations. */
public final class LedgerTables {

  private static final String MIGRATIONS = "classpath:io/millrace/schemas/sql";
  private static final String HISTORY = "millrace_schema_history";

  private static final JdbcTable LEDGER =
      dimensions("ledger")
          .column("consumed", BIGINT)
          .column("written", BIGINT)
          .column("duplicate", BIGINT)
          .column("rejected", BIGINT)
          .column("late", BIGINT)
          .nullable("first_position", NUMERIC)
          .nullable("last_position", NUMERIC)
          .nullable("first_sub_position", BIGINT)
          .nullable("last_sub_position", BIGINT)
          .nullable("min_event_time", TIMESTAMPTZ)
          .nullable("max_event_time", TIMESTAMPTZ)
          .column("contract_id", TEXT)
          .column("contract_version", TEXT)
          .build();

  private static final JdbcTable REASONS =
      dimensions("ledger_reason")
          .key("reason", TEXT)
          .column("outcome", TEXT)
          .column("records", BIGINT)
          .build();

  private static final JdbcTable PARTITIONS =
      dimensions("ledger_partition").key("lake_partition", TEXT).column("written", BIGINT).build();

  private static final JdbcTable GAPS =
      dimensions("ledger_gap")
          .key("first_position", NUMERIC)
          .nullable("last_position", NUMERIC)
          .column("next_position", NUMERIC)
          .build();

  /** What a rollups job writes beside its pages. */
  static final JdbcTable ROLLUPS =
      dimensions("ledger_rollup")
          .key("rollup", TEXT)
          .column("counted", BIGINT)
          .column("filtered", BIGINT)
          .column("too_late", BIGINT)
          .build();

  private LedgerTables() {}

  /** The tables that {@link #rows} writes to. */
  public static List<JdbcTable> all() {
    return List.of(LEDGER, REASONS, PARTITIONS, GAPS);
  }

  /**
   * A page as rows.
   *
   * @param run which run of which job wrote it
   */
  public static List<RowChange> rows(LedgerRun run, LedgerPage page) {
    List<RowChange> rows = new ArrayList<>();
    rows.add(
        row(
            LEDGER,
            run,
            page,
            page.consumed(),
            page.written(),
            page.duplicate(),
            page.rejected(),
            page.late(),
            number(page.firstPosition()),
            number(page.lastPosition()),
            subPosition(page.firstPosition()),
            subPosition(page.lastPosition()),
            time(page.minEventTime()),
            time(page.maxEventTime()),
            run.contractId(),
            run.contractVersion()));
    page.reasons()
        .forEach(
            (reason, records) ->
                rows.add(
                    row(REASONS, run, page, reason.code(), Outcome.of(reason).code(), records)));
    page.partitions()
        .forEach((partition, written) -> rows.add(row(PARTITIONS, run, page, partition, written)));
    page.missing()
        .forEach(
            gap ->
                rows.add(
                    row(
                        GAPS,
                        run,
                        page,
                        number(gap.first()),
                        number(gap.last()),
                        number(gap.next()))));
    return rows;
  }

  /**
   * Brings the database to this version's tables. To be called by a job's {@code main}; does
   * nothing when they are there, may run in several jobs at once, and leaves other tables of the
   * schema alone.
   *
   * @throws JdbcSetupException when the database cannot be reached or a migration fails
   */
  public static void migrate(JdbcConfig config) {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setURL(config.url());
    source.setUser(config.user());
    config.secret().ifPresent(secret -> source.setPassword(secret.reveal()));
    source.setApplicationName("millrace migration");
    source.setConnectTimeout((int) config.connectTimeout().toSeconds());
    source.setLogServerErrorDetail(false);
    try (Connection alone = source.getConnection()) {
      lock(alone, config.schema());
      Flyway.configure(LedgerTables.class.getClassLoader())
          .dataSource(source)
          .locations(MIGRATIONS)
          .table(HISTORY)
          .defaultSchema(config.schema())
          .baselineOnMigrate(true)
          .baselineVersion("0")
          .placeholderReplacement(false)
          .load()
          .migrate();
    } catch (SQLException e) {
      throw JdbcSetupException.of("cannot migrate the ledger's tables", config, e);
    } catch (FlywayException e) {
      for (Throwable cause = e; cause != null; cause = cause.getCause()) {
        if (cause instanceof SQLException failure) {
          throw JdbcSetupException.of("cannot migrate the ledger's tables", config, failure);
        }
      }
      throw new JdbcSetupException(
          "cannot migrate the ledger's tables at " + config.address() + ": " + e.getMessage());
    }
  }

  /**
   * Held until the connection is closed. Flyway locks its history table, but makes and baselines it
   * in two steps before: of two jobs that start on an empty schema the second one failed with
   * "already exists, and is empty". A transaction's lock, since a pooler may end a session's.
   */
  private static void lock(Connection connection, String schema) throws SQLException {
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET LOCAL lock_timeout = '60s'");
    }
    try (PreparedStatement lock =
        connection.prepareStatement("SELECT pg_advisory_xact_lock(hashtext(?), hashtext(?))")) {
      lock.setString(1, HISTORY);
      lock.setString(2, schema);
      lock.execute();
    }
  }

  private static JdbcTable.Builder dimensions(String table) {
    return JdbcTable.named(table)
        .key("job", TEXT)
        .key("run", TEXT)
        .key("stream", TEXT)
        .key("split", TEXT)
        .key("checkpoint", BIGINT)
        .key("writer", TEXT);
  }

  private static RowChange row(
      JdbcTable table, LedgerRun run, LedgerPage page, @Nullable Object... values) {
    @Nullable Object[] dimensions = {
      run.job(), run.run(), run.stream(), page.split(), page.checkpoint(), page.writer()
    };
    @Nullable Object[] all = Arrays.copyOf(dimensions, dimensions.length + values.length);
    System.arraycopy(values, 0, all, dimensions.length, values.length);
    return RowChange.upsert(table.name(), all);
  }

  private static @Nullable BigDecimal number(@Nullable Position position) {
    return position == null ? null : new BigDecimal(position.number());
  }

  /** Null for Kafka, whose offsets say it all. */
  private static @Nullable Long subPosition(@Nullable Position position) {
    return position == null || position.sequence().isEmpty() ? null : position.offset();
  }

  private static @Nullable Instant time(@Nullable Long micros) {
    return micros == null ? null : Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }
}
