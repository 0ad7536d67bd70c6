package io.millrace.connectors.parquet.column;

import io.millrace.event.RowWriter;
import java.io.IOException;
import java.util.Arrays;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.page.DictionaryPage;
import org.apache.parquet.column.page.PageWriter;
import org.apache.parquet.column.statistics.Statistics;

/**
 * A chunk whose values are numbers of a dictionary's entries while that pays, and plain from then
 * on: as Parquet does, when the first page with its dictionary is no smaller than the plain values,
 * or the dictionary has outgrown a page. A column whose dictionary did not pay for a whole page is
 * not tried again for some chunks.
 */
abstract class DictionaryChunk extends ColumnChunk {

  private static final int DICTIONARY_BYTES = 1 << 20;
  private static final int CHUNKS_WITHOUT = 8;

  /** The plain values of the page. */
  final RowWriter plain = new RowWriter();

  private final boolean allowed;
  private int[] numbers = new int[1024];
  private int count;
  private boolean byNumber;
  private boolean firstPage;
  private int chunksWithout;

  /** The entries that pages so far refer to. */
  private int used;

  DictionaryChunk(ColumnDescriptor column, boolean allowed) {
    super(column);
    this.allowed = allowed;
  }

  @Override
  final void beginChunk() {
    clearDictionary();
    used = 0;
    firstPage = true;
    byNumber = allowed && chunksWithout == 0;
    chunksWithout = Math.max(0, chunksWithout - 1);
  }

  /** Whether values are to be given to {@link #addNumber}. */
  final boolean byNumber() {
    return byNumber;
  }

  /** Adds a value by the number of its entry. */
  final void addNumber(int number) {
    if (count == numbers.length) {
      numbers = Arrays.copyOf(numbers, 2 * count);
    }
    numbers[count++] = number;
    if (dictionaryBytes() > DICTIONARY_BYTES) {
      fallBack();
      chunksWithout = used == 0 ? CHUNKS_WITHOUT : 0;
    }
  }

  @Override
  final int bufferedBytes() {
    return byNumber ? (int) ((long) count * Runs.width(entries()) / 8) : plain.size();
  }

  @Override
  final BytesInput encodePage(Statistics<?> statistics, boolean any, boolean full)
      throws IOException {
    BytesInput encoded = byNumber ? encodeNumbers() : null;
    if (encoded != null && firstPage && encoded.size() + dictionaryBytes() >= plainBytes()) {
      fallBack();
      chunksWithout = full ? CHUNKS_WITHOUT : 0;
      encoded = null;
    }
    firstPage = false;
    if (any) {
      setBounds(statistics, numbers, count);
    }
    if (encoded == null) {
      return BytesInput.from(plain.bytes(), 0, plain.size());
    }
    used = entries();
    return encoded;
  }

  /** The width of a number in bits, then the numbers. */
  private BytesInput encodeNumbers() throws IOException {
    int most = Math.max(0, entries() - 1);
    return BytesInput.concat(
        BytesInput.from(new byte[] {(byte) Runs.width(most)}), Runs.encode(numbers, count, most));
  }

  @Override
  @SuppressWarnings("deprecation") // Its name in pages of version 1.
  final Encoding encoding() {
    return byNumber ? Encoding.PLAIN_DICTIONARY : Encoding.PLAIN;
  }

  @Override
  void clearPage() {
    count = 0;
    plain.clear();
  }

  @Override
  @SuppressWarnings("deprecation")
  final void endChunk(PageWriter to) throws IOException {
    if (used > 0) {
      to.writeDictionaryPage(new DictionaryPage(dictionary(used), used, Encoding.PLAIN_DICTIONARY));
    }
  }

  /** From here on values are plain; those of this page are made so. */
  private void fallBack() {
    for (int i = 0; i < count; i++) {
      addPlain(numbers[i]);
    }
    count = 0;
    byNumber = false;
  }

  /** How many entries there are. */
  abstract int entries();

  /** How many bytes the dictionary's page has by now. */
  abstract long dictionaryBytes();

  /** How many bytes the page's values have when they are plain. */
  abstract long plainBytes();

  /** Adds an entry to {@link #plain} and to the page's bounds. */
  abstract void addPlain(int number);

  /**
   * Tells the least and the greatest value of the page: of the {@code count} entries, or else of
   * the plain values.
   */
  abstract void setBounds(Statistics<?> statistics, int[] numbers, int count);

  /** The dictionary's page, of the first {@code size} entries. */
  abstract BytesInput dictionary(int size);

  abstract void clearDictionary();
}
