package io.millrace.decode;

import static io.millrace.decode.TestContracts.HASH_KEY;
import static io.millrace.decode.TestContracts.record;
import static io.millrace.decode.TestContracts.show;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.contract.StreamContract;
import io.millrace.decode.RandomDocuments.Document;
import io.millrace.event.Decoded;
import io.millrace.event.Event;
import io.millrace.event.Rejection;
import io.millrace.event.RowJson;
import io.millrace.event.SourceRecord;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Nothing makes the decoder throw, and what it accepts reads back equal. */
class RecordDecoderPropertiesTest {

  private static final String[] FRAGMENTS = {
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "\"",
    "\\",
    "\\u",
    "\\ud83d",
    "null",
    "true",
    "1e",
    "-",
    "0",
    "1e999999999",
    "\u0000",
    "\ufeff",
    "é",
    "\"id\":",
    "\"at\":\"2026-11-22T13:00:00Z\"",
    " "
  };

  @Property(tries = 1000)
  void validDocumentsReadBackEqual(@ForAll long seed) {
    RandomDocuments documents = new RandomDocuments(seed);
    StreamContract contract = documents.contract();
    RecordDecoder decoder = new RecordDecoder(contract, DecodeLimits.DEFAULTS, null);
    for (int i = 0; i < 5; i++) {
      Document document = documents.document(contract);
      Decoded decoded = decoder.decode(record(document.json()));
      assertThat(show(contract, decoded)).as(document.json()).isEqualTo(document.row());
    }
  }

  @Property(tries = 1000)
  void mutatedDocumentsNeverMakeItThrow(@ForAll long seed) {
    RandomDocuments documents = new RandomDocuments(seed);
    StreamContract contract = documents.contract();
    DecodeLimits tight = new DecodeLimits(2000, 4, 8, 12);
    RecordDecoder decoder = new RecordDecoder(contract, DecodeLimits.DEFAULTS, HASH_KEY);
    RecordDecoder tightDecoder = new RecordDecoder(contract, tight, HASH_KEY);
    Random random = new Random(seed);
    for (int i = 0; i < 20; i++) {
      byte[] valid = documents.document(contract).json().getBytes(StandardCharsets.UTF_8);
      byte[] mutated = mutate(valid, random);
      checkOutcome(contract, decoder, mutated);
      checkOutcome(contract, tightDecoder, mutated);
      Document whole = documents.document(contract);
      assertThat(show(contract, decoder.decode(record(whole.json())))).isEqualTo(whole.row());
    }
  }

  @Property(tries = 1000)
  void arbitraryBytesNeverMakeItThrow(@ForAll long seed, @ForAll byte[] bytes) {
    StreamContract contract = new RandomDocuments(seed).contract();
    RecordDecoder decoder = new RecordDecoder(contract, DecodeLimits.DEFAULTS, null);
    checkOutcome(contract, decoder, bytes);
    checkOutcome(contract, decoder, fragments(new Random(seed)));
  }

  /** What stands next as most producers write it is read another way than what does not. */
  @Property(tries = 300)
  void spacesChangeNothing(@ForAll long seed) {
    RandomDocuments documents = new RandomDocuments(seed);
    StreamContract contract = documents.contract();
    RecordDecoder decoder = new RecordDecoder(contract, DecodeLimits.DEFAULTS, HASH_KEY);
    RecordDecoder tightDecoder =
        new RecordDecoder(contract, new DecodeLimits(100_000_000, 4, 8, 12), HASH_KEY);
    Random random = new Random(seed);
    for (int i = 0; i < 20; i++) {
      byte[] valid = documents.document(contract).json().getBytes(StandardCharsets.UTF_8);
      for (byte[] document : List.of(valid, spaced(valid, ""), mutate(spaced(valid, ""), random))) {
        for (RecordDecoder each : List.of(decoder, tightDecoder)) {
          String expected = outcome(contract, each, spaced(document, "  "));
          assertThat(outcome(contract, each, document))
              .as(new String(document, StandardCharsets.UTF_8))
              .isEqualTo(expected);
          assertThat(outcome(contract, each, spaced(document, " "))).isEqualTo(expected);
        }
      }
    }
  }

  private static String outcome(StreamContract contract, RecordDecoder decoder, byte[] document) {
    Decoded decoded = decoder.decode(record(document));
    return decoded instanceof Rejection rejection
        ? rejection.reason() + " at " + rejection.path()
        : show(contract, decoded);
  }

  /**
   * With {@code space} after each comma, colon and brace outside of strings; "" for none at all.
   */
  private static byte[] spaced(byte[] json, String space) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] spaces = space.getBytes(StandardCharsets.US_ASCII);
    boolean inString = false;
    for (int i = 0; i < json.length; i++) {
      byte b = json[i];
      if (inString && b == '\\' && i + 1 < json.length) {
        out.write(b);
        out.write(json[++i]);
        continue;
      }
      inString ^= b == '"';
      if (inString || !space.isEmpty() || !RecordParser.isSpace(b)) {
        out.write(b);
      }
      if (!inString && (b == ',' || b == ':' || b == '{')) {
        out.writeBytes(spaces);
      }
    }
    return out.toByteArray();
  }

  private static void checkOutcome(StreamContract contract, RecordDecoder decoder, byte[] bytes) {
    byte[] before = bytes.clone();
    SourceRecord record = record(bytes);
    Decoded decoded = decoder.decode(record);
    assertThat(decoded.source()).isSameAs(record);
    assertThat(bytes).isEqualTo(before);
    if (decoded instanceof Event event) {
      assertThat(RowJson.of(contract.fields(), event.row())).startsWith("{");
      assertThat(event.id()).isNotNull();
    } else {
      Rejection rejection = (Rejection) decoded;
      assertThat(rejection.path()).startsWith("$");
      assertThat(rejection.message()).isNotBlank().doesNotContain("the decoder failed");
    }
  }

  private static byte[] mutate(byte[] valid, Random random) {
    byte[] bytes = valid.clone();
    for (int i = 1 + random.nextInt(3); i > 0 && bytes.length > 0; i--) {
      int at = random.nextInt(bytes.length);
      int length = random.nextInt(Math.min(8, bytes.length - at) + 1);
      byte[] fragment =
          FRAGMENTS[random.nextInt(FRAGMENTS.length)].getBytes(StandardCharsets.UTF_8);
      switch (random.nextInt(6)) {
        case 0 -> bytes[at] = (byte) random.nextInt();
        case 1 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
        case 2 -> bytes = splice(bytes, at, length, new byte[0]);
        case 3 -> bytes = splice(bytes, at, 0, fragment);
        case 4 -> bytes = splice(bytes, at, 0, Arrays.copyOfRange(bytes, at, at + length));
        default -> bytes = Arrays.copyOf(bytes, at);
      }
    }
    return bytes;
  }

  private static byte[] splice(byte[] bytes, int at, int removed, byte[] inserted) {
    byte[] result = new byte[bytes.length - removed + inserted.length];
    System.arraycopy(bytes, 0, result, 0, at);
    System.arraycopy(inserted, 0, result, at, inserted.length);
    System.arraycopy(
        bytes, at + removed, result, at + inserted.length, bytes.length - at - removed);
    return result;
  }

  private static byte[] fragments(Random random) {
    StringBuilder text = new StringBuilder("{");
    for (int i = random.nextInt(30); i > 0; i--) {
      text.append(FRAGMENTS[random.nextInt(FRAGMENTS.length)]);
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }
}
