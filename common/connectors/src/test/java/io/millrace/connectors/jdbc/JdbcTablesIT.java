package io.millrace.connectors.jdbc;

import static io.millrace.connectors.jdbc.ColumnType.BIGINT;
import static io.millrace.connectors.jdbc.ColumnType.TEXT;
import static io.millrace.connectors.jdbc.ColumnType.TIMESTAMPTZ;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JdbcTablesIT {

  private static final JdbcTable SALES =
      JdbcTable.named("Sales 2026")
          .key("country", TEXT)
          .key("window_start", TIMESTAMPTZ)
          .column("orders", BIGINT)
          .nullable("note", TEXT)
          .build();

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

  @BeforeEach
  void noTable() {
    postgres.execute("DROP TABLE IF EXISTS \"Sales 2026\"");
  }

  @Test
  void theTableAsWePrintItFits() {
    postgres.execute(TableSql.create(SALES));
    JdbcTables.verify(postgres.config(), List.of(SALES));
  }

  @Test
  void whatDoesNotMatterMayDiffer() {
    postgres.execute(
        "CREATE TABLE \"Sales 2026\" (added_at timestamptz NOT NULL DEFAULT now(), note varchar,"
            + " orders bigint, window_start timestamptz NOT NULL, country text NOT NULL, extra int,"
            + " n int GENERATED ALWAYS AS IDENTITY, UNIQUE (window_start, country))");
    JdbcTables.verify(postgres.config(), List.of(SALES));
  }

  @Test
  void aMissingTableIsToldWithItsDdl() {
    assertThatThrownBy(() -> JdbcTables.verify(postgres.config(), List.of(SALES)))
        .isInstanceOf(JdbcSetupException.class)
        .hasMessage(
            """
            schema public of %s does not fit:
            table "Sales 2026": is missing. It should be:
            CREATE TABLE "Sales 2026" (
              "country" text NOT NULL,
              "window_start" timestamp with time zone NOT NULL,
              "orders" bigint NOT NULL,
              "note" text,
              PRIMARY KEY ("country", "window_start")
            );"""
                .formatted(postgres.url()));
  }

  @Test
  void eachDifferenceIsTold() {
    postgres.execute(
        "CREATE TABLE \"Sales 2026\" (country text, window_start timestamp, note text NOT NULL,"
            + " shop text NOT NULL, UNIQUE (country))");
    postgres.execute(
        "CREATE UNIQUE INDEX ON \"Sales 2026\" (country, window_start) WHERE note = 'x'");
    assertThatThrownBy(() -> JdbcTables.verify(postgres.config(), List.of(SALES)))
        .isInstanceOf(JdbcSetupException.class)
        .hasMessageContaining(
            "table \"Sales 2026\": column \"window_start\" is timestamp, not timestamp with time"
                + " zone; column \"orders\" is missing; column \"note\" is NOT NULL; column \"shop\""
                + " is unknown, NOT NULL and has no default; no primary key or unique index of"
                + " exactly (\"country\", \"window_start\"). It should be:\nCREATE TABLE");
  }

  @Test
  void aDatabaseThatIsNotThereIsToldWithoutSecrets() {
    assertThatThrownBy(
            () ->
                JdbcTables.verify(
                    JdbcConfig.of("jdbc:postgresql://localhost:1/db?a=b", "me", "hunter2"),
                    List.of(SALES)))
        .isInstanceOf(JdbcSetupException.class)
        .hasNoCause()
        .hasMessageStartingWith(
            "cannot check the tables at jdbc:postgresql://localhost:1/db: SQL state 08001")
        .hasMessageNotContainingAny("hunter2", "a=b");
  }
}
