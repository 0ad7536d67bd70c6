package io.millrace.kinesis.aggregation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class AggregateTest {

  @Test
  void splitsIntoTheRecordsAsTheyWereProduced() {
    byte[] data =
        Aggregates.of(List.of(Map.entry("k1", "one"), Map.entry("k2", "two"), Map.entry("k1", "")));

    List<Aggregate.UserRecord> records = Aggregate.split(data);

    assertThat(records)
        .extracting(Aggregate.UserRecord::partitionKey)
        .containsExactly("k1", "k2", "k1");
    assertThat(records)
        .extracting(record -> new String(record.data(), StandardCharsets.UTF_8))
        .containsExactly("one", "two", "");
  }

  @Test
  void whatOnlyLooksLikeAnAggregateIsNone() {
    byte[] real = Aggregates.of(List.of(Map.entry("k", "v")));
    byte[] otherDigest = real.clone();
    otherDigest[otherDigest.length - 1] ^= 1;

    assertThat(Aggregate.split(otherDigest)).isNull();
    assertThat(Aggregate.split(Aggregates.sealed(new byte[] {0x1a, 0x7f, 1}))).isNull();
    assertThat(Aggregate.split(Aggregates.sealed(new byte[] {0x1a, 4, 8, 5, 0x1a, 0}))).isNull();
    assertThat(Aggregate.split(Aggregates.sealed(new byte[0]))).isNull();
    assertThat(Aggregate.split("{\"a\": 1}".getBytes(StandardCharsets.UTF_8))).isNull();
  }

  @Property(tries = 500)
  void bytesWithARightDigestNeverThrow(@ForAll @Size(max = 60) byte[] message) {
    List<Aggregate.UserRecord> records = Aggregate.split(Aggregates.sealed(message));
    assertThat(records == null || !records.isEmpty()).isTrue();
  }
}
