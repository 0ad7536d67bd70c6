package io.millrace.decode;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.contract.ContractCompiler;
import io.millrace.contract.StreamContract;
import io.millrace.event.Decoded;
import io.millrace.event.Event;
import io.millrace.event.Rejection;
import io.millrace.event.RowJson;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The storefront's golden files: a record a line, and beside it what becomes of that line. */
class GoldenRecordsTest {

  @Test
  void validRecordsBecomeTheirRows() throws IOException {
    StreamContract contract = storefront();
    RecordDecoder decoder = TestContracts.decoder(contract);
    List<String> rows =
        lines("valid.ndjson").stream()
            .map(line -> TestContracts.show(contract, decoder.decode(TestContracts.record(line))))
            .toList();

    assertThat(rows).containsExactlyElementsOf(lines("valid.rows.ndjson"));
  }

  @Test
  void rejectedRecordsSayWhy() throws IOException {
    StreamContract contract = storefront();
    RecordDecoder decoder = TestContracts.decoder(contract);
    List<String> reasons =
        lines("rejected.ndjson").stream()
            .map(line -> reason(contract, decoder.decode(TestContracts.record(line))))
            .toList();

    assertThat(reasons).containsExactlyElementsOf(lines("rejected.reasons.ndjson"));
  }

  private static String reason(StreamContract contract, Decoded decoded) {
    if (decoded instanceof Event event) {
      return RowJson.of(contract.fields(), event.row());
    }
    Rejection rejection = (Rejection) decoded;
    return "{\"reason\":\"%s\",\"path\":\"%s\",\"message\":\"%s\"}"
        .formatted(rejection.reason().code(), rejection.path(), rejection.message());
  }

  private static StreamContract storefront() throws IOException {
    Path file = Path.of(System.getProperty("millrace.home"), "schemas", "storefront.odcs.yaml");
    return ContractCompiler.compile(file.toString(), Files.readAllBytes(file));
  }

  private static List<String> lines(String name) throws IOException {
    String resource = "/golden/storefront/" + name;
    try (InputStream in = GoldenRecordsTest.class.getResourceAsStream(resource)) {
      assertThat(in).as(resource).isNotNull();
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
  }
}
