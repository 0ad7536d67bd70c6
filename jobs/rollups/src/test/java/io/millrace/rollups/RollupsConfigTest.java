package io.millrace.rollups;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.connectors.config.Parameters;
import io.millrace.connectors.jdbc.JdbcDelivery;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RollupsConfigTest {

  private static final Path HOME = Path.of(System.getProperty("millrace.home"));
  private static final String KEY_OF_32_BYTES = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

  private final Map<String, Map<String, String>> groups = new HashMap<>();

  RollupsConfigTest() {
    set("job.contract", HOME.resolve("schemas/storefront.odcs.yaml").toString());
    set("source.type", "kafka");
    set("source.bootstrap-servers", "broker:9092");
    set("source.topic", "storefront-events");
    set("source.group-id", "rollups");
    set("jdbc.url", "jdbc:postgresql://db/millrace");
    set("secrets.hash-key", KEY_OF_32_BYTES);
  }

  @Test
  void whatIsNotSaidHasTheDefaultsOfThePage() {
    RollupsConfig config = read();

    assertThat(config.job().name()).isEqualTo("rollups-storefront");
    assertThat(config.preAggregateMemory()).isEqualTo(32 << 20);
    assertThat(config.delivery()).isEqualTo(JdbcDelivery.EXACTLY_ONCE);
  }

  @Test
  void asksForAContractThatHasRollups(@TempDir Path folder) throws IOException {
    String shipped = Files.readString(HOME.resolve("schemas/storefront.odcs.yaml"));
    Path without = folder.resolve("storefront.odcs.yaml");
    Files.writeString(
        without,
        shipped.replaceAll("(?s) +- property: rollups.*(?=\\n +- property: sessions)", ""));
    set("job.contract", without.toString());

    assertThatThrownBy(this::read)
        .hasMessageContaining("job.contract")
        .hasMessageContaining("no rollups");
  }

  @Test
  void reportsEveryFaultWithItsKey() {
    groups.remove("secrets");
    groups.get("source").remove("topic");
    set("rollups.pre-aggregate-memory", "1kb");
    set("rollups.memory", "1gb");
    set("jdbc.delivery", "at-least-once");

    assertThatThrownBy(this::read)
        .hasMessageContaining("secrets.hash-key")
        .hasMessageContaining("source.topic")
        .hasMessageContaining("rollups.pre-aggregate-memory")
        .hasMessageContaining("rollups.memory")
        .hasMessageContaining("jdbc.delivery");
  }

  private RollupsConfig read() {
    return RollupsConfig.from(Parameters.of(groups));
  }

  private void set(String key, String value) {
    int dot = key.indexOf('.');
    groups
        .computeIfAbsent(key.substring(0, dot), unseen -> new HashMap<>())
        .put(key.substring(dot + 1), value);
  }
}
