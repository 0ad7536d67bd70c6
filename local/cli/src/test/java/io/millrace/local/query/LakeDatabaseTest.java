package io.millrace.local.query;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LakeDatabaseTest {

  @TempDir Path parent;

  @Test
  void aStreamIsAViewWithItsPartitionsAsColumns() throws Exception {
    Path lake = parent.resolve("la[k]e 'of' *mine*");
    file(
        lake.resolve("orders/event_date=2026-11-22/event_hour=05"),
        "SELECT 1 AS id, '007' AS code");
    file(lake.resolve("orders/event_date=2026-11-22/event_hour=13"), "SELECT 2 AS id, '8' AS code");
    try (LakeDatabase database = LakeDatabase.open(lake)) {
      ResultTable rows =
          database.query("SELECT id, code, event_date, event_hour FROM orders ORDER BY id");
      assertThat(rows.columns()).containsExactly("id", "code", "event_date", "event_hour");
      assertThat(rows.rows())
          .containsExactly(List.of(1, "007", "2026-11-22", 5), List.of(2, "8", "2026-11-22", 13));
      assertThat(database.has("orders")).isTrue();
      assertThat(database.has("rejected")).isFalse();
    }
  }

  @Test
  void foldersThatComeAndGoMeanwhileDoNoHarm() throws Exception {
    Path orders = Files.createDirectories(parent.resolve("orders"));
    file(orders.resolve("event_date=2026-11-22/event_hour=05"), "SELECT 1 AS id");
    AtomicBoolean end = new AtomicBoolean();
    CompletableFuture<Void> uploads =
        CompletableFuture.runAsync(
            () -> {
              while (!end.get()) {
                comeAndGo(orders);
              }
            });
    try {
      for (int i = 0; i < 100; i++) {
        try (LakeDatabase database = LakeDatabase.open(parent)) {
          assertThat(database.has("orders")).isTrue();
        }
      }
    } finally {
      end.set(true);
      uploads.get(1, TimeUnit.MINUTES);
    }
  }

  private static void comeAndGo(Path folder) {
    List<Path> made = new ArrayList<>();
    try {
      for (int i = 0; i < 200; i++) {
        made.add(Files.createDirectory(folder.resolve(".mpus-" + i)));
      }
      for (Path upload : made) {
        Files.delete(upload);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void allDeadLettersAreOneView() throws Exception {
    file(parent.resolve("_rejected/a/ingest_date=2026-11-22"), "SELECT 'x' AS reason");
    file(parent.resolve("_rejected/b/ingest_date=2026-11-23"), "SELECT 'y' AS reason, 1 AS more");
    try (LakeDatabase database = LakeDatabase.open(parent)) {
      assertThat(database.query("SELECT reason, more FROM rejected ORDER BY 1").rows())
          .containsExactly(Arrays.asList("x", null), List.of("y", 1));
    }
  }

  @Test
  void theClosedSessionsOfEachDefinitionAreAView() throws Exception {
    file(parent.resolve("_sessions/a/visits/event_date=2026-11-22/event_hour=05"), "SELECT 5 AS n");
    file(parent.resolve("_sessions/a/carts/event_date=2026-11-22/event_hour=13"), "SELECT 6 AS n");
    file(parent.resolve("_sessions/b/visits/event_date=2026-11-22/event_hour=13"), "SELECT 7 AS n");
    file(parent.resolve("b_visits/event_date=2026-11-22/event_hour=13"), "SELECT 8 AS n");
    try (LakeDatabase database = LakeDatabase.open(parent)) {
      assertThat(database.query("SELECT n, event_hour FROM a_visits").rows())
          .containsExactly(List.of(5, 5));
      assertThat(database.query("SELECT n FROM a_carts").rows()).containsExactly(List.of(6));
      assertThat(database.query("SELECT n FROM b_visits").rows())
          .as("a stream of that name")
          .containsExactly(List.of(8));
    }
  }

  @Test
  void aLakeThatIsNotThereYetHasNoViews() throws Exception {
    try (LakeDatabase database = LakeDatabase.open(parent.resolve("absent"))) {
      assertThat(database.query("SELECT 1 AS one").rows()).containsExactly(List.of(1));
      assertThatThrownBy(() -> database.query("SELECT * FROM orders"))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("orders");
    }
  }

  @Test
  void valuesAreWhatJsonHas() throws Exception {
    try (LakeDatabase database = LakeDatabase.open(parent)) {
      List<Object> row =
          database
              .query(
                  """
                  SELECT TIMESTAMPTZ '2026-11-22 10:00:00.5+05:30' AS a,
                         TIMESTAMP '2026-11-22 10:00:00' AS b, DATE '2026-11-22' AS c,
                         1.50::DECIMAL(10, 2) AS d, [1, NULL] AS e,
                         {'x': {'y': [true]}} AS f, 'ab'::BLOB AS g, NULL AS h, MAP {'k': 1} AS i
                  """)
              .rows()
              .get(0);
      assertThat(row.subList(0, 3))
          .containsExactly("2026-11-22T04:30:00.5Z", "2026-11-22T10:00:00", "2026-11-22");
      assertThat(row.get(3)).hasToString("1.50");
      assertThat(row.get(4)).isEqualTo(Arrays.asList(1, null));
      assertThat(row.get(5)).isEqualTo(Map.of("x", Map.of("y", List.of(true))));
      assertThat(row.get(6)).isEqualTo("ab".getBytes(UTF_8));
      assertThat(row.get(7)).isNull();
      assertThat(row.get(8)).isEqualTo(Map.of("k", 1));
    }
  }

  private static void file(Path folder, String query) throws IOException, SQLException {
    Files.createDirectories(folder);
    try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = duckdb.createStatement()) {
      statement.execute(
          "COPY (%s) TO %s (FORMAT parquet)"
              .formatted(query, LakeDatabase.literal(folder.resolve("part-0.parquet").toString())));
    }
  }
}
