package io.millrace.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.connectors.config.InvalidConfigurationException;
import io.millrace.connectors.config.Parameters;
import io.millrace.connectors.parquet.PositionColumn;
import io.millrace.connectors.source.SourceConfig;
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

class LakeConfigTest {

  private static final Path HOME = Path.of(System.getProperty("millrace.home"));
  private static final String KEY_OF_32_BYTES = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

  private final Map<String, Map<String, String>> groups = new HashMap<>();

  LakeConfigTest() {
    set("job.contract", HOME.resolve("schemas/storefront.odcs.yaml").toString());
    set("source.type", "kafka");
    set("source.bootstrap-servers", "broker:9092");
    set("source.topic", "storefront-events");
    set("source.group-id", "lake");
    set("lake.path", "s3://lake");
    set("jdbc.url", "jdbc:postgresql://db/millrace");
    set("secrets.hash-key", KEY_OF_32_BYTES);
    set("secrets.dead-letter-key", KEY_OF_32_BYTES);
  }

  @Test
  void namesTheJobAfterTheStream() {
    assertThat(read().job().name()).isEqualTo("lake-storefront");
  }

  @Test
  void reportsEveryFaultWithItsKey() {
    groups.get("source").remove("topic");
    set("source.starting-offsets", "yesterday");
    set("lake.compression-level", "99");
    set("lake.pfad", "x");

    assertThatThrownBy(this::read)
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessageContaining("source.topic")
        .hasMessageContaining("source.starting-offsets")
        .hasMessageContaining("earliest, latest, committed")
        .hasMessageContaining("lake.compression-level")
        .hasMessageContaining("lake.pfad");
  }

  @Test
  void asksForTheKeysThatARestrictedContractNeeds() {
    groups.remove("secrets");

    assertThatThrownBy(this::read)
        .hasMessageContaining("secrets.hash-key")
        .hasMessageContaining("secrets.dead-letter-key");
  }

  @Test
  void asksForNoKeysWhereNothingIsRestricted() {
    groups.remove("secrets");
    set("job.contract", HOME.resolve("schemas/github.odcs.yaml").toString());

    assertThat(read().job().secrets().hashKey()).isNull();
  }

  @Test
  void neverShowsABadKey() {
    set("secrets.dead-letter-key", "c2hvcnQ=");

    assertThatThrownBy(this::read)
        .hasMessageContaining("secrets.dead-letter-key")
        .hasMessageContaining("32 bytes")
        .hasMessageNotContaining("c2hvcnQ=");
  }

  @Test
  void reportsAContractThatIsNotThere() {
    set("job.contract", "/no/such/contract.yaml");

    assertThatThrownBy(this::read)
        .hasMessageContaining("job.contract")
        .hasMessageContaining("/no/such/contract.yaml");
  }

  @Test
  void thePageDocumentsEveryKeyAndNoOther() throws IOException {
    Set<String> known = new TreeSet<>(knownKeys());
    readKinesis();
    known.addAll(knownKeys());

    assertThat(documentedKeys()).isEqualTo(known);
  }

  @Test
  void readsKinesisWithTheSourcesOwnKeysHandedThrough() {
    readKinesis();
    set("source.starting-position", "2026-11-22T00:00:00Z");
    set("source.kinesis.aws.region", "eu-central-1");

    LakeConfig config = read();

    assertThat(config.job().source().positions()).isEqualTo(PositionColumn.TEXT);
    assertThat(config.job().source())
        .isInstanceOfSatisfying(
            SourceConfig.Kinesis.class,
            kinesis ->
                assertThat(kinesis.config().options().toMap())
                    .containsEntry("aws.region", "eu-central-1")
                    .containsEntry("source.init.position", "AT_TIMESTAMP")
                    .containsEntry("source.init.timestamp", "2026-11-22T00:00:00.000Z"));
  }

  @Test
  void saysWhatIsWrongWithAKinesisSource() {
    readKinesis();
    set("source.stream-arn", "orders");
    set("source.starting-position", "earliest");
    set("source.topic", "orders");

    assertThatThrownBy(this::read)
        .hasMessageContaining("source.stream-arn")
        .hasMessageContaining("arn:aws:kinesis:REGION:ACCOUNT:stream/NAME")
        .hasMessageContaining("source.starting-position")
        .hasMessageContaining("trim-horizon, latest")
        .hasMessageContaining("source.topic");
  }

  private void readKinesis() {
    groups.remove("source");
    set("source.type", "kinesis");
    set("source.stream-arn", "arn:aws:kinesis:eu-central-1:123456789012:stream/storefront");
  }

  private Set<String> knownKeys() {
    Parameters parameters = Parameters.of(groups);
    LakeConfig.from(parameters);
    return parameters.knownKeys();
  }

  private static Set<String> documentedKeys() throws IOException {
    Set<String> keys = new TreeSet<>();
    Pattern key = Pattern.compile("`((?:job|source|lake|jdbc|secrets)\\.[a-z.*-]+)`");
    for (String line : Files.readAllLines(HOME.resolve("docs/lake.md"))) {
      if (line.startsWith("| `")) {
        Matcher matcher = key.matcher(line.substring(0, line.indexOf('|', 1)));
        while (matcher.find()) {
          keys.add(matcher.group(1));
        }
      }
    }
    return keys;
  }

  private LakeConfig read() {
    return LakeConfig.from(Parameters.of(groups));
  }

  private void set(String key, String value) {
    int dot = key.indexOf('.');
    groups
        .computeIfAbsent(key.substring(0, dot), unseen -> new HashMap<>())
        .put(key.substring(dot + 1), value);
  }
}
