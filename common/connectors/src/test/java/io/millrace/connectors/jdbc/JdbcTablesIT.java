package io.millrace.connectors.jdbc;

import static io.millrace.connectors.jdbc.ColumnType.BIGINT;
import static io.millrace.connectors.jdbc.ColumnType.TEXT;
import static io.millrace.connectors.jdbc.ColumnType.TIMESTAMPTZ;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JdbcTablesIT {

  private static final JdbcTable SALES =
      JdbcTable.named("Sales 2026")
          .comment("it's \\ the year's")
          .key("country", TEXT)
          .key("window_start", TIMESTAMPTZ)
          .column("orders", BIGINT, "how many;\nnot how much")
          .nullable("note", TEXT)
          .commitTime("at")
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
    String ddl = TableDdl.create(SALES, Optional.of("public"));
    postgres.execute(ddl);
    postgres.execute(ddl);
    assertThat(
            postgres.rows(
                "SELECT obj_description(oid), col_description(oid, 3) FROM pg_class"
                    + " WHERE relname = 'Sales 2026'"))
        .containsExactly("it's \\ the year's|how many; not how much");
    JdbcTables.verify(postgres.config(), List.of(SALES));
  }

  /** Of a table, its columns and its schema: statements that would run, were they not names. */
  @Test
  void aNameIsNothingElse() throws SQLException {
    String escape = "x\"; DROP TABLE victim; --";
    List<String> names =
        List.of(escape, "'; DROP TABLE victim; --", "a.b", "$1 ? ::int", "\\", "\u00e9".repeat(31));
    postgres.execute("CREATE TABLE victim (n int)");
    postgres.execute("CREATE SCHEMA " + Identifiers.quoted(escape));
    for (String name : names) {
      JdbcTable table =
          JdbcTable.named(name)
              .comment("';DROP TABLE victim;--\\';DROP TABLE victim;--\n$$")
              .key("key " + name.substring(0, 1), TEXT, name)
              .nullable(name, TEXT)
              .commitTime("at")
              .build();
      postgres.execute(TableDdl.create(table, Optional.of(escape)));
      try (Connection connection = JdbcConnections.open(postgres.config(), "test");
          Statement path = connection.createStatement()) {
        path.execute("SET search_path TO " + Identifiers.quoted(escape));
        upsert(connection, table, "k", "v");
        upsert(connection, table, "k", name);
        try (PreparedStatement delete = connection.prepareStatement(TableSql.delete(table))) {
          delete.setString(1, name);
          assertThat(delete.executeUpdate()).isZero();
        }
      }
      assertThat(
              postgres.rows(
                  "SELECT * FROM " + Identifiers.quoted(escape) + "." + Identifiers.quoted(name)))
          .singleElement()
          .asString()
          .startsWith("k|" + name + "|");
    }
    assertThat(
            postgres.rows(
                "SELECT table_name FROM information_schema.tables WHERE table_schema NOT IN"
                    + " ('pg_catalog', 'information_schema')"))
        .contains("victim")
        .containsAll(names)
        .hasSize(names.size() + 1);
    postgres.execute("DROP SCHEMA " + Identifiers.quoted(escape) + " CASCADE");
    postgres.execute("DROP TABLE victim");
  }

  private static void upsert(Connection connection, JdbcTable table, String key, String value)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(TableSql.upsert(table))) {
      statement.setString(1, key);
      statement.setString(2, value);
      assertThat(statement.executeUpdate()).isEqualTo(1);
    }
  }

  @Test
  void whatDoesNotMatterMayDiffer() {
    postgres.execute(
        "CREATE TABLE \"Sales 2026\" (added_at timestamptz NOT NULL DEFAULT now(), note varchar,"
            + " at timestamptz,"
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
            CREATE TABLE IF NOT EXISTS "public"."Sales 2026" (
              "country" text NOT NULL,
              "window_start" timestamp with time zone NOT NULL,
              "orders" bigint NOT NULL,
              "note" text,
              "at" timestamp with time zone NOT NULL,
              PRIMARY KEY ("country", "window_start")
            );
            COMMENT ON TABLE "public"."Sales 2026" IS E'it''s \\\\ the year''s';
            COMMENT ON COLUMN "public"."Sales 2026"."orders" IS 'how many; not how much';
            COMMENT ON COLUMN "public"."Sales 2026"."at" IS \
            'when this row was last written: the commit''s time';"""
                .formatted(postgres.url()));
  }

  @Test
  void eachDifferenceIsTold() {
    postgres.execute(
        "CREATE TABLE \"Sales 2026\" (country text, window_start timestamp, note text NOT NULL,"
            + " at timestamptz(3),"
            + " shop text NOT NULL, UNIQUE (country))");
    postgres.execute(
        "CREATE UNIQUE INDEX ON \"Sales 2026\" (country, window_start) WHERE note = 'x'");
    assertThatThrownBy(() -> JdbcTables.verify(postgres.config(), List.of(SALES)))
        .isInstanceOf(JdbcSetupException.class)
        .hasMessageContaining(
            "table \"Sales 2026\": column \"window_start\" is timestamp, not timestamp with time"
                + " zone; column \"orders\" is missing; column \"note\" is NOT NULL; column \"at\" is"
                + " timestamp(3) with time zone, not timestamp with time zone; column \"shop\""
                + " is unknown, NOT NULL and has no default; no primary key or unique index of"
                + " exactly (\"country\", \"window_start\"). It should be:\nCREATE TABLE");
  }

  @Test
  void aRoleThatMayNotWriteIsTold() {
    postgres.execute(TableDdl.create(SALES, Optional.empty()));
    postgres.execute("DROP ROLE IF EXISTS reader");
    postgres.execute("CREATE ROLE reader LOGIN");
    postgres.execute("GRANT SELECT, INSERT ON \"Sales 2026\" TO reader");
    assertThatThrownBy(
            () -> JdbcTables.verify(JdbcConfig.of(postgres.url(), "reader", null), List.of(SALES)))
        .hasMessageContaining("table \"Sales 2026\": this role may not UPDATE, DELETE.");
    postgres.execute("DROP OWNED BY reader");
    postgres.execute("DROP ROLE reader");
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
