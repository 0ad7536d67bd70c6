package io.millrace.decode;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** Held against the JDK's strict decoder. */
class Utf8Test {

  @Test
  void everySequenceOfTwoAndThreeBytes() {
    byte[] bytes = new byte[3];
    for (int i = 0; i < 1 << 16; i++) {
      bytes[0] = (byte) (i >> 8);
      bytes[1] = (byte) i;
      for (int last : new int[] {0x7f, 0x80, 0xbf, 0xc0}) {
        bytes[2] = (byte) last;
        assertAgrees(bytes);
      }
    }
  }

  @Property(tries = 5000)
  void textWithDamage(@ForAll String text, @ForAll long seed) {
    byte[] bytes = ("padding of eight bytes and more " + text).getBytes(StandardCharsets.UTF_8);
    Random random = new Random(seed);
    assertAgrees(bytes);
    bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
    assertAgrees(bytes);
    assertAgrees(Arrays.copyOf(bytes, random.nextInt(bytes.length)));
  }

  private static void assertAgrees(byte[] bytes) {
    boolean valid;
    String text = "";
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      valid = true;
    } catch (CharacterCodingException notUtf8) {
      valid = false;
    }
    assertThat(Utf8.firstInvalid(bytes) < 0).as("%s", Arrays.toString(bytes)).isEqualTo(valid);
    if (valid) {
      char[] chars = new char[bytes.length];
      int length = Utf8.decode(bytes, 0, bytes.length, chars);
      assertThat(new String(chars, 0, length)).isEqualTo(text);
      assertThat(Utf8.chars(bytes, 0, bytes.length)).isEqualTo(text.length());
      assertThat(Utf8.codePoints(bytes, 0, bytes.length))
          .isEqualTo(text.codePointCount(0, text.length()));
      byte[] encoded = new byte[text.length() * 3];
      int end = Utf8.encode(text, encoded, 0);
      assertThat(Arrays.copyOf(encoded, end)).isEqualTo(bytes);
    }
  }

  @Test
  void plainTextEndsAtTheFirstSpecialByte() {
    for (int special : new int[] {'"', '\\', 0, 0x1f}) {
      for (int at = 0; at < 40; at++) {
        byte[] bytes = new byte[40];
        for (int i = 0; i < bytes.length; i++) {
          bytes[i] = (byte) (i < at ? i % 3 == 0 ? 0xe2 : '#' + i : special);
        }
        for (int i = 0; i < at; i++) {
          bytes[i] = bytes[i] == '\\' || bytes[i] == '"' ? (byte) ' ' : bytes[i];
        }
        assertThat(Utf8.endOfPlainText(bytes, 0, 40)).as("%d at %d", special, at).isEqualTo(at);
        assertThat(Utf8.endOfPlainText(bytes, 0, at)).isEqualTo(at);
      }
    }
  }

  @Test
  void halfASurrogatePairCannotBeEncoded() {
    assertThat(Utf8.encode("a\ud800", new byte[9], 0)).isNegative();
    assertThat(Utf8.encode("\ud800a", new byte[9], 0)).isNegative();
    assertThat(Utf8.encode("\udc00\ud800", new byte[9], 0)).isNegative();
  }
}
