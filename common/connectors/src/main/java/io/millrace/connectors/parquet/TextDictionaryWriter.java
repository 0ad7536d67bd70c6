package io.millrace.connectors.parquet;

import org.apache.parquet.bytes.ByteBufferAllocator;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.page.DictionaryPage;
import org.apache.parquet.column.values.ValuesWriter;
import org.apache.parquet.column.values.dictionary.DictionaryValuesWriter;
import org.apache.parquet.column.values.dictionary.IntList;
import org.apache.parquet.column.values.plain.PlainValuesWriter;
import org.apache.parquet.io.api.Binary;
import org.jspecify.annotations.Nullable;

/** Parquet's dictionary encoding of texts: writes the same bytes as Parquet's own writer of it. */
final class TextDictionaryWriter extends DictionaryValuesWriter {

  private TextDictionary dictionary = new TextDictionary();

  @SuppressWarnings("deprecation") // What readers of version 1 pages know.
  TextDictionaryWriter(int maxDictionaryBytes, ByteBufferAllocator allocator) {
    super(maxDictionaryBytes, Encoding.PLAIN_DICTIONARY, Encoding.PLAIN_DICTIONARY, allocator);
  }

  @Override
  public void writeBytes(Binary text) {
    int before = dictionary.size();
    encodedValues.add(dictionary.add(text));
    if (dictionary.size() > before) {
      dictionaryByteSize += Integer.BYTES + text.length();
    }
  }

  @Override
  public @Nullable DictionaryPage toDictPageAndClose() {
    if (lastUsedDictionarySize == 0) {
      return null;
    }
    ValuesWriter page =
        new PlainValuesWriter(lastUsedDictionaryByteSize, maxDictionaryByteSize, allocator);
    for (int number = 0; number < lastUsedDictionarySize; number++) {
      page.writeBytes(dictionary.get(number));
    }
    return dictPage(page);
  }

  @Override
  protected int getDictionarySize() {
    return dictionary.size();
  }

  @Override
  protected void clearDictionaryContent() {
    dictionary = new TextDictionary();
  }

  @Override
  protected void fallBackDictionaryEncodedData(ValuesWriter writer) {
    IntList.IntIterator numbers = encodedValues.iterator();
    while (numbers.hasNext()) {
      writer.writeBytes(dictionary.get(numbers.next()));
    }
  }
}
