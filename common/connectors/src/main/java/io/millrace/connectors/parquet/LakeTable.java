package io.millrace.connectors.parquet;

import io.millrace.contract.Field;
import io.millrace.contract.StreamContract;
import java.time.LocalDate;
import java.util.List;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.core.fs.Path;

/**
 * A table of the lake that a job derives from a stream's events, as Parquet files, exactly once
 * like the lake's own.
 *
 * @param folder the table's folder; under a name that begins with {@code _}, so that the readers of
 *     streams and the audit pass it over
 * @param name the table's name, in its files' schema
 * @param columns of a row, in order; each may be null
 * @param contract the contract that the files' metadata names
 */
public record LakeTable(Path folder, String name, List<Field> columns, StreamContract contract) {

  private static final long MICROS_AN_HOUR = 3_600_000_000L;

  public LakeTable {
    columns = List.copyOf(columns);
  }

  /** A sink of the table's rows. Building it touches the lake's file system. */
  public Sink<FiledRow> sink(WriterOptions options) {
    return LakeSink.sink(
        folder,
        new ParquetFileFactory<>(new FiledRecords(name, columns, contract), options),
        FiledRow::folder);
  }

  /** {@code event_date=2026-11-22/event_hour=13}: the UTC hour of a time in microseconds. */
  public static String hourFolder(long time) {
    long hour = Math.floorDiv(time, MICROS_AN_HOUR);
    LocalDate date = LocalDate.ofEpochDay(Math.floorDiv(hour, 24L));
    long hourOfDay = Math.floorMod(hour, 24L);
    return "event_date=" + date + "/event_hour=" + (hourOfDay < 10 ? "0" : "") + hourOfDay;
  }
}
