package io.millrace.sessions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.connectors.config.Parameters;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class SessionsConfigTest {

  private static final Path HOME = Path.of(System.getProperty("millrace.home"));
  private static final String KEY_OF_32_BYTES = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

  private final Map<String, Map<String, String>> groups = new HashMap<>();

  SessionsConfigTest() {
    set("job.contract", HOME.resolve("schemas/storefront.odcs.yaml").toString());
    set("source.type", "kafka");
    set("source.bootstrap-servers", "broker:9092");
    set("source.topic", "storefront-events");
    set("source.group-id", "sessions");
    set("lake.path", "s3://lake");
    set("jdbc.url", "jdbc:postgresql://db/millrace");
    set("secrets.hash-key", KEY_OF_32_BYTES);
  }

  @Test
  void namesTheJobAfterTheStream() {
    assertThat(read().job().name()).isEqualTo("sessions-storefront");
  }

  @Test
  void asksForAContractThatHasSessions() {
    set("job.contract", HOME.resolve("schemas/github.odcs.yaml").toString());

    assertThatThrownBy(this::read)
        .hasMessageContaining("job.contract")
        .hasMessageContaining("no sessions");
  }

  @Test
  void reportsEveryFaultWithItsKey() {
    groups.remove("secrets");
    groups.get("source").remove("topic");
    set("lake.pfad", "x");

    assertThatThrownBy(this::read)
        .hasMessageContaining("secrets.hash-key")
        .hasMessageContaining("source.topic")
        .hasMessageContaining("lake.pfad");
  }

  @Test
  void thePageDocumentsEveryKeyAndNoOther() throws IOException {
    Parameters parameters = Parameters.of(groups);
    SessionsConfig.from(parameters);

    assertThat(documentedKeys()).isEqualTo(parameters.knownKeys());
  }

  private static Set<String> documentedKeys() throws IOException {
    Set<String> keys = new TreeSet<>();
    Pattern key = Pattern.compile("`((?:job|source|lake|jdbc|secrets)\\.[a-z.*-]+)`");
    for (String line : Files.readAllLines(HOME.resolve("docs/sessions.md"))) {
      if (line.startsWith("| `")) {
        Matcher matcher = key.matcher(line.substring(0, line.indexOf('|', 1)));
        while (matcher.find()) {
          keys.add(matcher.group(1));
        }
      }
    }
    return keys;
  }

  private SessionsConfig read() {
    return SessionsConfig.from(Parameters.of(groups));
  }

  private void set(String key, String value) {
    int dot = key.indexOf('.');
    groups
        .computeIfAbsent(key.substring(0, dot), unseen -> new HashMap<>())
        .put(key.substring(dot + 1), value);
  }
}
