package io.millrace.connectors.parquet.column;

import java.io.IOException;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.page.PageWriter;
import org.apache.parquet.column.statistics.SizeStatistics;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.schema.PrimitiveType;
import org.jspecify.annotations.Nullable;

/**
 * A column's part of the row group that is being built; used again for the next one. Every value of
 * a record, also one that is not there, comes with its repetition level: at which of the lists
 * around it it repeats, 0 for a record's first. Not thread-safe.
 */
public abstract class ColumnChunk {

  /** A page has no more rows, and not many more bytes before compression: Parquet's defaults. */
  static final int PAGE_ROWS = 20_000;

  static final int PAGE_BYTES = 1 << 20;

  private final PrimitiveType type;
  private final Levels repetitions;
  private final Levels definitions;
  private final int present;
  private int values;
  private int nulls;
  private long firstRow;
  private @Nullable PageWriter pages;

  ColumnChunk(ColumnDescriptor column) {
    type = column.getPrimitiveType();
    repetitions = new Levels(column.getMaxRepetitionLevel());
    definitions = new Levels(column.getMaxDefinitionLevel());
    present = column.getMaxDefinitionLevel();
  }

  /** Begins a chunk whose pages go to {@code to}. */
  public final void begin(PageWriter to) {
    pages = to;
    firstRow = 0;
    beginChunk();
  }

  /**
   * Writes that there is no value.
   *
   * @param definition how many of the optional and repeated fields on the column's path are there
   */
  public final void writeNull(int repetition, int definition) {
    repetitions.add(repetition);
    definitions.add(definition);
    values++;
    nulls++;
  }

  /** Ends the page if it is full. To be asked between records; {@code rows} are in the chunk. */
  public final void endPageIfFull(long rows) throws IOException {
    if (rows - firstRow >= PAGE_ROWS || bufferedBytes() >= PAGE_BYTES) {
      endPage(rows);
    }
  }

  /** Ends the chunk, which has {@code rows} rows. */
  public final void end(long rows) throws IOException {
    if (values > 0) {
      endPage(rows);
    }
    endChunk(writer());
    pages = null;
  }

  /** Notes the levels of a value that is there. */
  final void present(int repetition) {
    repetitions.add(repetition);
    definitions.add(present);
    values++;
  }

  private void endPage(long rows) throws IOException {
    Statistics<?> statistics = Statistics.createStats(type);
    statistics.incrementNumNulls(nulls);
    boolean full = rows - firstRow >= PAGE_ROWS || bufferedBytes() >= PAGE_BYTES;
    SizeStatistics sizes =
        new SizeStatistics(
            type, unencodedBytes(), repetitions.histogram(values), definitions.histogram(values));
    BytesInput encoded = encodePage(statistics, values > nulls, full);
    writer()
        .writePage(
            BytesInput.concat(repetitions.encoded(), definitions.encoded(), encoded),
            values,
            Math.toIntExact(rows - firstRow),
            statistics,
            sizes,
            repetitions.encoding(),
            definitions.encoding(),
            encoding());
    clearPage();
    repetitions.clear();
    definitions.clear();
    values = 0;
    nulls = 0;
    firstRow = rows;
  }

  private PageWriter writer() {
    if (pages == null) {
      throw new IllegalStateException("no chunk of " + type.getName() + " has begun");
    }
    return pages;
  }

  /** Forgets what the chunk before had. */
  void beginChunk() {}

  /** About how many bytes the page's values will have. */
  abstract int bufferedBytes();

  /** How long the page's texts are together; 0 where values have a fixed length. */
  long unencodedBytes() {
    return 0;
  }

  /**
   * Encodes the page's values.
   *
   * @param statistics to be given the least and the greatest value
   * @param any whether there is a value
   * @param full whether the page ends because it is full, not because its chunk does
   */
  abstract BytesInput encodePage(Statistics<?> statistics, boolean any, boolean full)
      throws IOException;

  /** How {@link #encodePage} has encoded the page. */
  abstract Encoding encoding();

  /** Forgets the page's values; its bytes have been taken. */
  abstract void clearPage();

  /** Writes what belongs to all pages of the chunk. */
  void endChunk(PageWriter to) throws IOException {}
}
