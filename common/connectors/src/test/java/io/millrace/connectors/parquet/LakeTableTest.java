package io.millrace.connectors.parquet;

import static io.millrace.connectors.parquet.Contracts.field;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.contract.Field;
import io.millrace.contract.StreamContract;
import io.millrace.event.RowWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LakeTableTest {

  private static final StreamContract CONTRACT =
      Contracts.contract("orders", field("id", Contracts.LONG));
  private static final List<Field> COLUMNS =
      List.of(field("who", Contracts.TEXT), field("spent", Contracts.decimal(38, 2)));

  @Test
  void rowsAreTheColumnsThatTheTableHas(@TempDir Path folder) throws Exception {
    RowWriter row = new RowWriter();
    int presence = row.presence(2);
    row.markPresent(presence, 0);
    row.writeText("someone");
    byte[] first = row.toByteArray();
    row.clear();
    presence = row.presence(2);
    row.markPresent(presence, 1);
    row.writeText(new byte[] {-1, 56});
    byte[] second = row.toByteArray();

    Path file =
        LocalFile.write(
            folder.resolve("part.parquet"),
            new ParquetFileFactory<>(
                new FiledRecords("orders_visits", COLUMNS, CONTRACT), WriterOptions.defaults()),
            List.of(new FiledRow("", first), new FiledRow("", second)));

    try (DuckDb duckDb = new DuckDb()) {
      assertThat(duckDb.rows("SELECT who, CAST(spent AS VARCHAR) FROM '" + file + "'"))
          .containsExactly(Arrays.asList("someone", null), Arrays.asList(null, "-2.00"));
    }
  }

  @Test
  void filesByTheHourInUtcAlsoBefore1970() {
    assertThat(LakeTable.hourFolder(1_795_442_399_999_999L))
        .isEqualTo("event_date=2026-11-23/event_hour=13");
    assertThat(LakeTable.hourFolder(-1)).isEqualTo("event_date=1969-12-31/event_hour=23");
  }
}
