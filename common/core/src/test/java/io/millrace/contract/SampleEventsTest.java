package io.millrace.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.decode.DecodeLimits;
import io.millrace.decode.RecordDecoder;
import io.millrace.event.Decoded;
import io.millrace.event.Event;
import io.millrace.event.Position;
import io.millrace.event.SourceRecord;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The sample events in {@code schemas/}: each is valid under its contract. */
class SampleEventsTest {

  private static final byte[] HASH_KEY = new byte[32];

  @ParameterizedTest
  @ValueSource(strings = {"storefront", "github"})
  void areAccepted(String stream) throws IOException {
    StreamContract contract =
        ContractCompiler.compile(stream, ShippedContractsTest.read(stream + ".odcs.yaml"));
    RecordDecoder decoder = new RecordDecoder(contract, DecodeLimits.DEFAULTS, HASH_KEY);
    List<String> lines =
        new String(ShippedContractsTest.read(stream + ".sample.ndjson"), StandardCharsets.UTF_8)
            .lines()
            .toList();
    assertThat(lines).hasSizeGreaterThanOrEqualTo(12);
    long offset = 0;
    for (String line : lines) {
      Decoded decoded = decoder.decode(record(stream, offset++, line));
      assertThat(decoded).as(line + "\n" + decoded).isInstanceOf(Event.class);
    }
  }

  private static SourceRecord record(String stream, long offset, String line) {
    return new SourceRecord(
        stream + "-0",
        Position.ofOffset(offset),
        Instant.parse("2026-11-22T14:00:00Z").toEpochMilli(),
        null,
        line.getBytes(StandardCharsets.UTF_8),
        List.of());
  }
}
