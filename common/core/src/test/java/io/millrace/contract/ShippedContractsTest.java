package io.millrace.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The contracts in {@code schemas/}: they compile, and the standard has nothing against them. */
class ShippedContractsTest {

  @Test
  void storefront() throws IOException {
    byte[] yaml = read("storefront.odcs.yaml");
    assertThat(StandardDocument.faults(yaml)).isEmpty();
    StreamContract contract = ContractCompiler.compile("storefront.odcs.yaml", yaml);
    assertThat(contract.name()).isEqualTo("storefront");
    assertThat(contract.primaryKey()).containsExactly(FieldPath.of("event_id"));
    assertThat(contract.partitionKeys()).containsExactly(FieldPath.of("type"));
    assertThat(contract.eventTime()).isEqualTo(FieldPath.of("occurred_at"));
    assertThat(contract.maxOutOfOrderness()).isEqualTo(Duration.ofSeconds(30));
    assertThat(contract.restricted()).isTrue();
    assertThat(contract.resolve(FieldPath.of("email")).column()).isEqualTo("email_hash");
    assertThat(contract.rollups())
        .extracting(RollupDefinition::name)
        .containsExactly("revenue_by_country", "traffic");
    assertThat(contract.sessions()).hasSize(1);
    assertThat(contract.quality()).hasSize(5);
    assertThat(contract.serviceLevels()).hasSize(3);
  }

  @Test
  void github() throws IOException {
    byte[] yaml = read("github.odcs.yaml");
    assertThat(StandardDocument.faults(yaml)).isEmpty();
    StreamContract contract = ContractCompiler.compile("github.odcs.yaml", yaml);
    assertThat(contract.fields())
        .extracting(Field::name)
        .containsExactly("id", "type", "actor", "repo", "payload", "public", "created_at", "org");
    assertThat(contract.resolve(FieldPath.of("payload")).type()).isEqualTo(new ValueType.Json());
    assertThat(contract.resolve(FieldPath.of("actor.id")).type())
        .isInstanceOf(ValueType.Whole.class);
    assertThat(contract.restricted()).isFalse();
  }

  @Test
  void noOtherContractIsShipped() throws IOException {
    try (var files = Files.list(schemas())) {
      List<String> names =
          files
              .map(file -> file.getFileName().toString())
              .filter(n -> n.endsWith(".yaml"))
              .sorted()
              .toList();
      assertThat(names).containsExactly("github.odcs.yaml", "storefront.odcs.yaml");
    }
  }

  static byte[] read(String name) throws IOException {
    return Files.readAllBytes(schemas().resolve(name));
  }

  private static Path schemas() {
    return Path.of(System.getProperty("millrace.home"), "schemas");
  }
}
