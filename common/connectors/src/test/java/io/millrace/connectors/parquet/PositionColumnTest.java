package io.millrace.connectors.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.contract.StreamContract;
import io.millrace.event.Event;
import io.millrace.event.Position;
import io.millrace.event.RejectReason;
import io.millrace.event.Rejection;
import io.millrace.event.SourceRecord;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PositionColumnTest {

  private static final StreamContract CONTRACT =
      Contracts.contract("orders", Contracts.field("text", Contracts.TEXT));

  private static final String SEQUENCE = "49590338271490256608559692538361571095921575989136588898";

  @TempDir private Path folder;

  @Test
  void aPlaceInAShardIsTextInEventsAndDeadLetters() throws Exception {
    Event offset = Rows.event(CONTRACT, "id", Instant.EPOCH, "shardId-0", 0, Map.of());
    SourceRecord record =
        new SourceRecord("shardId-0", new Position(SEQUENCE, 7), 0, null, new byte[0], List.of());
    Path events =
        LocalFile.write(
            folder.resolve("events.parquet"),
            new ParquetFileFactory<>(
                new EventRecords(CONTRACT, PositionColumn.TEXT), WriterOptions.defaults()),
            List.of(Event.of(record, offset.id(), offset.eventTime(), offset.row())));
    Path letters =
        LocalFile.write(
            folder.resolve("letters.parquet"),
            new ParquetFileFactory<>(
                new RejectionRecords(CONTRACT, "job", "0.1.0", null, PositionColumn.TEXT),
                WriterOptions.defaults()),
            List.of(new Rejection(record, RejectReason.NULL_RECORD, "$", "")));

    try (DuckDb duckDb = new DuckDb()) {
      assertThat(duckDb.rows("SELECT _position, _split FROM '" + events + "'"))
          .containsExactly(List.of(SEQUENCE + ":7", "shardId-0"));
      assertThat(duckDb.rows("SELECT position FROM '" + letters + "'"))
          .containsExactly(List.of(SEQUENCE + ":7"));
    }
  }
}
