package io.millrace.connectors.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.millrace.connectors.config.ConfigurationFault;
import io.millrace.connectors.config.InvalidConfigurationException;
import io.millrace.connectors.config.Parameters;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KafkaSourceConfigTest {

  private static final String JAAS = "kafka.sasl.jaas.config";
  private static final String PLAIN =
      "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"u\" password=";

  @TempDir Path folder;

  @Test
  void theClientsPropertiesAreHandedThroughAndNotShown() {
    KafkaSourceConfig config =
        read(
            Map.of(
                "kafka.fetch.min.bytes",
                "1000",
                "kafka.ssl.key.password",
                "hunter2",
                "kafka.some.interceptor.password",
                "hunter2",
                JAAS,
                PLAIN + "\"hunter2 with a \\\" in it\";"));
    assertThat(config.clientProperties())
        .containsEntry("fetch.min.bytes", "1000")
        .containsEntry("ssl.key.password", "hunter2")
        .containsEntry("some.interceptor.password", "hunter2");
    assertThat(config.toString()).contains("ssl.key.password").doesNotContain("hunter2");
  }

  @Test
  void whatKafkaWouldNotTakeIsAFaultOfTheConfiguration() throws IOException {
    String secret = "${file:" + Files.writeString(folder.resolve("secret"), "hunter2") + "}";
    assertThat(
            faults(
                Map.of(
                    "kafka.isolation.level", "read_all",
                    "kafka.fetch.min.bytes", secret,
                    "bootstrap-servers", "user:hunter2@host:9092")))
        .containsExactlyInAnyOrder(
            "source.bootstrap-servers: must be host:port, without a user, is not (value hidden)",
            "source.kafka.isolation.level: must be a value that Kafka's consumer takes, is \"read_all\"",
            "source.kafka.fetch.min.bytes: must be a value that Kafka's consumer takes, is not (value hidden)");
  }

  /** Each of them would be quoted in part by the client's message, in the log of a running job. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "hunter2",
        "hunter2 hunter2;",
        PLAIN + "\"a\"hunter2\";",
        PLAIN + "\"with a hunter2",
        PLAIN + "\"a\" hunter2;",
        PLAIN + "\"a\"; hunter2 required;"
      })
  void aLoginThatKafkaCannotReadIsRefusedAndNotShown(String jaas) {
    assertThat(faults(Map.of(JAAS, jaas)))
        .singleElement()
        .asString()
        .startsWith("source.kafka.sasl.jaas.config: must be one login module")
        .endsWith("is not (value hidden)");
  }

  private static KafkaSourceConfig read(Map<String, String> keys) {
    Parameters parameters = parameters(keys);
    KafkaSourceConfig config = KafkaSourceConfig.from(parameters.group("source"));
    parameters.check();
    return config;
  }

  private static List<String> faults(Map<String, String> keys) {
    return catchThrowableOfType(InvalidConfigurationException.class, () -> read(keys))
        .faults()
        .stream()
        .map(ConfigurationFault::toString)
        .toList();
  }

  private static Parameters parameters(Map<String, String> keys) {
    Map<String, String> source = new HashMap<>();
    source.put("bootstrap-servers", "host:9092");
    source.put("topic", "orders");
    source.put("group-id", "lake");
    source.putAll(keys);
    return Parameters.of(Map.of("source", source));
  }
}
