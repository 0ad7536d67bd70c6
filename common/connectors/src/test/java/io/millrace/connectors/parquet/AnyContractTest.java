package io.millrace.connectors.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.contract.StreamContract;
import io.millrace.event.Event;
import io.millrace.event.SourceRecord;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Whatever the contract and its rows, another reader sees what was written. */
class AnyContractTest {

  private static Path folder;
  private static DuckDb duckDb;

  @BeforeContainer
  static void open() throws Exception {
    folder = Files.createTempDirectory(Path.of("target"), "any-contract");
    duckDb = new DuckDb();
  }

  @AfterContainer
  static void close() throws Exception {
    duckDb.close();
    Files.deleteIfExists(folder.resolve("file.parquet"));
    Files.delete(folder);
  }

  @Property(tries = 150)
  void readsBackEqual(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 8) int fields,
      @ForAll @IntRange(min = 0, max = 3) int depth,
      @ForAll @IntRange(min = 0, max = 60) int rows)
      throws Exception {
    RandomRows random = new RandomRows(new Random(seed));
    StreamContract contract = Contracts.contract("any", random.fields(fields, depth), List.of());
    List<Event> events = new ArrayList<>();
    List<Object> expected = new ArrayList<>();
    for (int i = 0; i < rows; i++) {
      Map<String, Object> values = random.group(LakeSchema.rowFields(contract));
      Instant time = random.instant();
      Event event = Rows.event(contract, "id-" + i, time, "any-" + i % 3, i, values);
      events.add(i % 5 == 0 ? event.asLate() : event);
      expected.add(expectedRow(contract, event, time, i, values));
    }

    LocalFile.write(
        folder.resolve("file.parquet"),
        new ParquetFileFactory<>(new EventRecords(contract), WriterOptions.defaults()),
        events);

    assertThat(duckDb.rows("SELECT * FROM '" + folder + "/file.parquet'"))
        .containsExactlyElementsOf(uncheckedRows(expected));
  }

  @SuppressWarnings("unchecked")
  private static List<List<Object>> uncheckedRows(List<Object> rows) {
    return (List<List<Object>>) (List<?>) rows;
  }

  private static List<Object> expectedRow(
      StreamContract contract, Event event, Instant time, int i, Map<String, Object> values) {
    List<Object> row = new ArrayList<>(RandomRows.asRead(contract.fields(), values));
    row.add("id-" + i);
    row.add(time.atOffset(ZoneOffset.UTC));
    row.add("any-" + i % 3);
    row.add((long) i);
    long recordTime = event.source().recordTime();
    // A time that no table can hold is none, see SourceRecord.
    row.add(
        recordTime == SourceRecord.NO_TIME
            ? null
            : Instant.ofEpochMilli(recordTime).atOffset(ZoneOffset.UTC));
    row.add(i % 5 == 0);
    row.add(values.get("_unknown"));
    return row;
  }
}
