package io.millrace.connectors.parquet.column;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.column.page.DictionaryPage;
import org.apache.parquet.column.page.PageWriter;
import org.apache.parquet.column.statistics.SizeStatistics;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.column.values.ValuesWriter;
import org.apache.parquet.column.values.delta.DeltaBinaryPackingValuesWriterForLong;
import org.apache.parquet.column.values.factory.DefaultV1ValuesWriterFactory;
import org.apache.parquet.column.values.factory.ValuesWriterFactory;

/** Pages as text: what is in them, and what is said of them. */
final class RecordedPages implements PageWriter {

  /** Parquet's own, but for columns of differences. */
  static final ParquetProperties PROPERTIES =
      ParquetProperties.builder().withValuesWriterFactory(new Encodings()).build();

  private final List<String> pages = new ArrayList<>();

  List<String> pages() {
    return pages;
  }

  /** The beginning of the first page in which two differ, in both; pages are long. */
  static String firstOther(RecordedPages one, RecordedPages other) {
    for (int i = 0; i < Math.min(one.pages.size(), other.pages.size()); i++) {
      if (!one.pages.get(i).equals(other.pages.get(i))) {
        return "page %d is %.200s and %.200s".formatted(i, one.pages.get(i), other.pages.get(i));
      }
    }
    return one.pages.size() + " and " + other.pages.size() + " pages";
  }

  @Override
  public void writePage(
      BytesInput bytes,
      int values,
      int rows,
      Statistics<?> statistics,
      SizeStatistics sizes,
      Encoding repetitions,
      Encoding definitions,
      Encoding encoding)
      throws IOException {
    pages.add(
        "%d values, %d rows, %s to %s, %d null, %s %s %s, %s %s %s: %s"
            .formatted(
                values,
                rows,
                statistics.hasNonNullValue() ? hex(statistics.getMinBytes()) : "-",
                statistics.hasNonNullValue() ? hex(statistics.getMaxBytes()) : "-",
                statistics.getNumNulls(),
                sizes.getUnencodedByteArrayDataBytes(),
                sizes.getRepetitionLevelHistogram(),
                sizes.getDefinitionLevelHistogram(),
                repetitions,
                definitions,
                encoding,
                hex(bytes)));
  }

  @Override
  public void writeDictionaryPage(DictionaryPage page) throws IOException {
    pages.add(
        "%d entries, %s: %s"
            .formatted(page.getDictionarySize(), page.getEncoding(), hex(page.getBytes())));
  }

  private static String hex(BytesInput input) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    input.writeAllTo(bytes);
    return hex(bytes.toByteArray());
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  @Override
  @SuppressWarnings("deprecation") // Parquet's own writers do not call it.
  public void writePage(
      BytesInput bytes,
      int values,
      Statistics<?> statistics,
      Encoding repetitions,
      Encoding definitions,
      Encoding encoding) {
    throw new UnsupportedOperationException("without its rows");
  }

  @Override
  public void writePage(
      BytesInput bytes,
      int values,
      int rows,
      Statistics<?> statistics,
      Encoding repetitions,
      Encoding definitions,
      Encoding encoding) {
    throw new UnsupportedOperationException("without its sizes");
  }

  @Override
  public void writePageV2(
      int rows,
      int nulls,
      int values,
      BytesInput repetitions,
      BytesInput definitions,
      Encoding encoding,
      BytesInput bytes,
      Statistics<?> statistics) {
    throw new UnsupportedOperationException("version 2");
  }

  @Override
  public long getMemSize() {
    return 0;
  }

  @Override
  public long allocatedSize() {
    return 0;
  }

  @Override
  public String memUsageString(String prefix) {
    return prefix;
  }

  private static final class Encodings implements ValuesWriterFactory {
    private final ValuesWriterFactory defaults = new DefaultV1ValuesWriterFactory();

    @Override
    public void initialize(ParquetProperties properties) {
      defaults.initialize(properties);
    }

    @Override
    public ValuesWriter newValuesWriter(ColumnDescriptor column) {
      return column.getPrimitiveType().getName().equals(ColumnKind.GROWING.name())
          ? new DeltaBinaryPackingValuesWriterForLong(
              64, ColumnChunk.PAGE_BYTES, PROPERTIES.getAllocator())
          : defaults.newValuesWriter(column);
    }
  }
}
