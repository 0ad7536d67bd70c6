package io.millrace.kinesis.split;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.kinesis.split.KinesisShardSplit.ShardEnd;
import java.io.IOException;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class SplitSerializerTest {

  private final KinesisShardSplitSerializer serializer = new KinesisShardSplitSerializer();

  private static final ShardFacts SHARD =
      new ShardFacts("shard-2", List.of("shard-0", "shard-1"), HashRange.of("0", "17"));

  @Test
  void bringsBackEveryPlaceAndEnd() throws IOException {
    for (ReadFrom place :
        List.of(
            ReadFrom.TRIM_HORIZON,
            new ReadFrom.AtTimestamp(1_700_000_000_123L),
            new ReadFrom.After("49590338271490256608559692538361571095921575989136588898", 41))) {
      KinesisShardSplit split = KinesisShardSplit.of(SHARD, place);
      assertThat(copy(split)).isEqualTo(split);
      KinesisShardSplit ended = split.ended(new ShardEnd(List.of(SHARD)));
      assertThat(copy(ended)).isEqualTo(ended);
    }
  }

  @Test
  void readsTheBytesOfVersionOne() throws IOException {
    byte[] stored =
        HexFormat.of()
            .parseHex(
                "000773686172642d32000000020007"
                    + "73686172642d30000773686172642d31"
                    + "0001300002313702000234320000000000000003"
                    + "00");

    assertThat(serializer.deserialize(1, stored))
        .isEqualTo(KinesisShardSplit.of(SHARD, new ReadFrom.After("42", 3)));
  }

  @Test
  void refusesAnotherVersion() {
    assertThatThrownBy(() -> serializer.deserialize(2, new byte[0]))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("version 2");
  }

  private KinesisShardSplit copy(KinesisShardSplit split) throws IOException {
    return serializer.deserialize(serializer.getVersion(), serializer.serialize(split));
  }
}
