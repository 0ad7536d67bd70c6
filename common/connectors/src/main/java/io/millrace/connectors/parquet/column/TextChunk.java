package io.millrace.connectors.parquet.column;

import io.millrace.event.RowWriter;
import java.util.BitSet;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.statistics.Statistics;

/** Texts, or any bytes: each with its length in four bytes before it. */
public final class TextChunk extends DictionaryChunk {

  /** Buffers that a few huge values have made larger than this are not kept for the next page. */
  private static final int KEPT_BYTES = 4 * PAGE_BYTES;

  private final TextDictionary dictionary = new TextDictionary();
  private final TextBounds bounds = new TextBounds();
  private long textBytes;
  private int count;

  /**
   * @param column of BINARY, compared as unsigned bytes
   * @param repeats whether values are expected to come again
   */
  public TextChunk(ColumnDescriptor column, boolean repeats) {
    super(column, repeats);
  }

  /** Writes a value, of which a copy is taken. */
  public void write(byte[] bytes, int start, int length, int repetition) {
    present(repetition);
    textBytes += length;
    count++;
    if (byNumber()) {
      addNumber(dictionary.add(bytes, start, length));
    } else {
      append(bytes, start, length);
    }
  }

  private void append(byte[] bytes, int start, int length) {
    plain.writeInt(length);
    int at = plain.size();
    plain.writeBytes(bytes, start, length);
    bounds.add(plain.bytes(), at, length);
  }

  @Override
  int entries() {
    return dictionary.size();
  }

  @Override
  long dictionaryBytes() {
    return dictionary.bytes() + (long) Integer.BYTES * dictionary.size();
  }

  @Override
  long plainBytes() {
    return textBytes + (long) Integer.BYTES * count;
  }

  @Override
  long unencodedBytes() {
    return textBytes;
  }

  @Override
  void addPlain(int number) {
    append(dictionary.texts(), dictionary.start(number), dictionary.length(number));
  }

  @Override
  void setBounds(Statistics<?> statistics, int[] numbers, int count) {
    byte[] texts = plain.bytes();
    if (count > 0) {
      texts = dictionary.texts();
      BitSet seen = new BitSet(dictionary.size());
      for (int i = 0; i < count; i++) {
        int number = numbers[i];
        if (!seen.get(number)) {
          seen.set(number);
          bounds.add(texts, dictionary.start(number), dictionary.length(number));
        }
      }
    }
    statistics.updateStats(bounds.least(texts));
    statistics.updateStats(bounds.greatest(texts));
  }

  @Override
  void clearPage() {
    super.clearPage();
    plain.shrink(KEPT_BYTES);
    bounds.clear();
    textBytes = 0;
    count = 0;
  }

  @Override
  BytesInput dictionary(int size) {
    RowWriter page = new RowWriter(Math.max(1, Math.toIntExact(dictionaryBytes())));
    for (int number = 0; number < size; number++) {
      page.writeInt(dictionary.length(number));
      page.writeBytes(dictionary.texts(), dictionary.start(number), dictionary.length(number));
    }
    return BytesInput.from(page.bytes(), 0, page.size());
  }

  @Override
  void clearDictionary() {
    dictionary.clear();
  }
}
