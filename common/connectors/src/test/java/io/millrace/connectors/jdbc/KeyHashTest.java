package io.millrace.connectors.jdbc;

import static io.millrace.connectors.jdbc.ColumnType.BIGINT;
import static io.millrace.connectors.jdbc.ColumnType.TEXT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Which writer a change goes to. */
class KeyHashTest {

  private static final JdbcTable VISITS =
      JdbcTable.named("visits").key("who", TEXT).key("start", BIGINT).column("n", BIGINT).build();
  private static final JdbcTable CALLS =
      JdbcTable.named("calls").key("start", BIGINT).key("who", TEXT).build();
  private static final List<JdbcTable> TABLES = List.of(VISITS, CALLS);

  @Test
  void changesOfOneKeyGoTheSameWay() throws IOException {
    KeyPartitioning.KeyHash hash = new KeyPartitioning.KeyHash(TABLES, List.of());

    assertThat(hash.getKey(RowChange.upsert("visits", "a", 1L, 2L)))
        .isEqualTo(hash.getKey(RowChange.delete("visits", "a", 1L, null)));
    Set<Integer> ways = new HashSet<>();
    for (long start = 0; start < 100; start++) {
      ways.add(hash.getKey(RowChange.upsert("visits", "a", start, 2L)));
    }
    assertThat(ways).hasSize(100);
  }

  @Test
  void changesThatBelongTogetherGoTheSameWayWhateverTheirTableAndKey() throws IOException {
    KeyPartitioning.KeyHash hash = new KeyPartitioning.KeyHash(TABLES, List.of("who"));

    assertThat(hash.getKey(RowChange.upsert("visits", "a", 1L, 2L)))
        .isEqualTo(hash.getKey(RowChange.delete("visits", "a", 7L, null)))
        .isEqualTo(hash.getKey(RowChange.upsert("calls", 3L, "a")))
        .isNotEqualTo(hash.getKey(RowChange.upsert("calls", 3L, "b")));
  }

  @Test
  void whatKeepsThemTogetherMustBeInEachKey() {
    assertThatThrownBy(
            () ->
                new TwoPhaseJdbcSink(
                    JdbcConfig.of("jdbc:postgresql://db/x", null, null),
                    "job",
                    "sink",
                    TABLES,
                    List.of("n")))
        .hasMessageContaining("visits")
        .hasMessageContaining("n");
  }
}
