package io.millrace.connectors.parquet.column;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connectors.parquet.column.ColumnKind.Entry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ColumnWriteStore;
import org.apache.parquet.column.ColumnWriter;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type.Repetition;
import org.apache.parquet.schema.Types;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Chunks against Parquet's own column writers: the same pages, byte by byte, with the same
 * statistics.
 */
class ColumnChunksTest {

  /** Below, at and above a page's rows; fewer than a run takes. */
  private static final List<Integer> ROWS = List.of(1, 7, 8, 1_000, 19_999, 20_000, 45_000);

  /** Values that all come again, that a dictionary is good for, that outgrow it, that differ. */
  private static final List<Integer> DIFFERENT = List.of(1, 2, 300, 30_000, 2_000_000);

  @ParameterizedTest
  @EnumSource
  void required(ColumnKind kind) throws IOException {
    MessageType schema = Types.buildMessage().addField(kind.type(Repetition.REQUIRED)).named("m");
    for (int different : DIFFERENT) {
      for (int rows : ROWS) {
        compare(kind, schema, different, rows, random -> List.of(kind.entry(random, different, 0)));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void optional(ColumnKind kind) throws IOException {
    MessageType schema = Types.buildMessage().addField(kind.type(Repetition.OPTIONAL)).named("m");
    for (int absentOfTen : List.of(0, 3, 10)) {
      for (int different : DIFFERENT) {
        for (int rows : ROWS) {
          compare(
              kind,
              schema,
              different,
              rows,
              random ->
                  List.of(
                      random.nextInt(10) < absentOfTen
                          ? Entry.absent(0, 0)
                          : kind.entry(random, different, 0)));
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void lists(ColumnKind kind) throws IOException {
    MessageType schema =
        Types.buildMessage()
            .optionalGroup()
            .repeatedGroup()
            .addField(kind.type(Repetition.OPTIONAL))
            .named("list")
            .named("many")
            .named("m");
    for (int different : DIFFERENT) {
      for (int rows : List.of(1, 50, 30_000)) {
        compare(kind, schema, different, rows, random -> list(kind, random, different));
      }
    }
  }

  private static List<Entry> list(ColumnKind kind, Random random, int different) {
    int size = random.nextInt(6) - 2;
    if (size <= 0) {
      return List.of(Entry.absent(0, size + 2 > 1 ? 1 : 0)); // an empty list, or none
    }
    List<Entry> entries = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      int repetition = i == 0 ? 0 : 1;
      entries.add(
          random.nextInt(8) == 0
              ? Entry.absent(repetition, 2)
              : kind.entry(random, different, repetition));
    }
    return entries;
  }

  private interface Records {
    List<Entry> next(Random random);
  }

  private static void compare(
      ColumnKind kind, MessageType schema, int different, int rows, Records records)
      throws IOException {
    ColumnDescriptor column = schema.getColumns().get(0);
    RecordedPages expected = new RecordedPages();
    RecordedPages actual = new RecordedPages();
    Random random = new Random(different + rows);
    ColumnChunk ours = kind.chunk(column);
    ours.begin(actual);
    try (ColumnWriteStore theirs =
        RecordedPages.PROPERTIES.newColumnWriteStore(schema, unused -> expected)) {
      ColumnWriter writer = theirs.getColumnWriter(column);
      for (int row = 1; row <= rows; row++) {
        for (Entry entry : records.next(random)) {
          if (entry.value() == null) {
            ours.writeNull(entry.repetition(), entry.definition());
            writer.writeNull(entry.repetition(), entry.definition());
          } else {
            kind.write(ours, entry);
            kind.write(writer, entry, column.getMaxDefinitionLevel());
          }
        }
        theirs.endRecord();
        if (row % 100 == 0) {
          ours.endPageIfFull(row);
        }
      }
      theirs.flush();
    }
    ours.end(rows);
    assertThat(actual.pages().equals(expected.pages()))
        .as(
            "%s, %d rows of %d values: %s",
            kind, rows, different, RecordedPages.firstOther(actual, expected))
        .isTrue();
  }
}
