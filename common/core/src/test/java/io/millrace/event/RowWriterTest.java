package io.millrace.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class RowWriterTest {

  @Test
  void whatIsWrittenReadsBack() {
    RowWriter writer = new RowWriter(1);
    int presence = writer.presence(10);
    writer.markPresent(presence, 0);
    writer.markPresent(presence, 9);
    writer.writeBoolean(true);
    writer.writeInt(Integer.MIN_VALUE);
    writer.writeLong(Long.MAX_VALUE);
    writer.writeDouble(-0.0);
    for (int value : new int[] {0, 127, 128, 16_383, 16_384, Integer.MAX_VALUE}) {
      writer.writeVarint(value);
    }
    writer.writeText("é✗");

    RowReader reader = new RowReader().open(writer.toByteArray());
    int bits = reader.presence(10);
    assertThat(reader.present(bits, 0)).isTrue();
    assertThat(reader.present(bits, 1)).isFalse();
    assertThat(reader.present(bits, 8)).isFalse();
    assertThat(reader.present(bits, 9)).isTrue();
    assertThat(reader.readBoolean()).isTrue();
    assertThat(reader.readInt()).isEqualTo(Integer.MIN_VALUE);
    assertThat(reader.readLong()).isEqualTo(Long.MAX_VALUE);
    assertThat(reader.readDouble()).isEqualTo(-0.0);
    for (int value : new int[] {0, 127, 128, 16_383, 16_384, Integer.MAX_VALUE}) {
      assertThat(reader.readVarint()).isEqualTo(value);
    }
    int length = reader.readVarint();
    int start = reader.skip(length);
    assertThat(new String(reader.bytes(), start, length, StandardCharsets.UTF_8)).isEqualTo("é✗");
    assertThat(reader.at()).isEqualTo(writer.size());
  }

  @Test
  void aShiftOpensAGap() {
    RowWriter writer = new RowWriter(1);
    writer.writeText("ab");
    writer.shift(1, 2);

    byte[] bytes = writer.toByteArray();
    assertThat(bytes).hasSize(5);
    assertThat(bytes[0]).isEqualTo((byte) 2);
    assertThat(bytes[3]).isEqualTo((byte) 'a');
    assertThat(bytes[4]).isEqualTo((byte) 'b');
  }
}
