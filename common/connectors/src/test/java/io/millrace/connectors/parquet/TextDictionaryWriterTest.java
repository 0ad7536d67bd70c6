package io.millrace.connectors.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.bytes.HeapByteBufferAllocator;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.page.DictionaryPage;
import org.apache.parquet.column.values.ValuesWriter;
import org.apache.parquet.column.values.dictionary.DictionaryValuesWriter;
import org.apache.parquet.column.values.dictionary.DictionaryValuesWriter.PlainBinaryDictionaryValuesWriter;
import org.apache.parquet.column.values.fallback.FallbackValuesWriter;
import org.apache.parquet.column.values.plain.PlainValuesWriter;
import org.apache.parquet.io.api.Binary;

class TextDictionaryWriterTest {

  private static final HeapByteBufferAllocator HEAP = new HeapByteBufferAllocator();
  private static final int PAGE_BYTES = 1 << 16;

  /** Few texts and many, up to more than a dictionary may have; of all lengths. */
  @Provide
  Arbitrary<List<List<byte[]>>> pages() {
    return Arbitraries.integers()
        .between(1, 400)
        .flatMap(
            different ->
                Arbitraries.bytes()
                    .array(byte[].class)
                    .ofMaxSize(300)
                    .list()
                    .ofSize(different)
                    .flatMap(
                        texts -> Arbitraries.of(texts).list().ofMaxSize(600).list().ofSize(3)));
  }

  @Property(tries = 200)
  @SuppressWarnings("deprecation") // As in what is tested.
  void writes_what_parquets_own_writer_writes(
      @ForAll("pages") List<List<byte[]>> pages, @ForAll boolean reused) throws IOException {
    for (int dictionaryBytes : List.of(1 << 20, 20_000)) {
      FallbackValuesWriter<?, ?> ours = with(new TextDictionaryWriter(dictionaryBytes, HEAP));
      FallbackValuesWriter<?, ?> parquets =
          with(
              new PlainBinaryDictionaryValuesWriter(
                  dictionaryBytes, Encoding.PLAIN_DICTIONARY, Encoding.PLAIN_DICTIONARY, HEAP));
      for (List<byte[]> page : pages) {
        write(page, ours, reused);
        write(page, parquets, reused);
        assertThat(ours.getEncoding()).isEqualTo(parquets.getEncoding());
        assertThat(ours.getBufferedSize()).isEqualTo(parquets.getBufferedSize());
        assertThat(bytes(ours.getBytes())).isEqualTo(bytes(parquets.getBytes()));
        ours.reset();
        parquets.reset();
      }
      assertThat(dictionary(ours)).isEqualTo(dictionary(parquets));
    }
  }

  private static FallbackValuesWriter<?, ?> with(DictionaryValuesWriter dictionary) {
    return FallbackValuesWriter.of(dictionary, new PlainValuesWriter(64, PAGE_BYTES, HEAP));
  }

  /** As the shredder does: from somewhere in a buffer that is overwritten afterwards. */
  private static void write(List<byte[]> page, ValuesWriter writer, boolean reused) {
    byte[] buffer = new byte[310];
    for (byte[] text : page) {
      if (reused) {
        System.arraycopy(text, 0, buffer, 7, text.length);
        writer.writeBytes(Binary.fromReusedByteArray(buffer, 7, text.length));
        Arrays.fill(buffer, (byte) 0);
      } else {
        writer.writeBytes(Binary.fromConstantByteArray(text));
      }
    }
  }

  private static List<Object> dictionary(ValuesWriter writer) throws IOException {
    DictionaryPage page = writer.toDictPageAndClose();
    return page == null
        ? List.of()
        : Arrays.asList(page.getDictionarySize(), page.getEncoding(), bytes(page.getBytes()));
  }

  private static ByteBuffer bytes(BytesInput input) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    input.writeAllTo(bytes);
    return ByteBuffer.wrap(bytes.toByteArray());
  }
}
