package io.millrace.connectors.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.connectors.config.Parameters;
import io.millrace.connectors.parquet.LakePath;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names and places that a configuration gives: keys of the ledger, folders of the lake. */
class JobConfigTest {

  private static final Path CONTRACT =
      Path.of(System.getProperty("millrace.home"), "schemas", "storefront.odcs.yaml");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "lake",
        "../../lake'; DROP TABLE ledger; --",
        "\u017eluťou\u010dký k\u016f\u0148",
        "a b/c:d\"e"
      })
  void aNameIsAnyTextThatShows(String name) {
    assertThat(read(name).name()).isEqualTo(name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a\u0000b",
        "a\nb",
        "a\u202eb",
        "a\u200bb",
        "a\u2028b",
        "a\ud800",
        "\uffff",
        "\u0085x"
      })
  void aNameThatTheLedgerOrALogCannotShowIsRefused(String name) {
    assertRefused(name);
  }

  @Test
  void aNameFitsIntoAKeyOfTheLedger() {
    assertThat(read("x".repeat(200)).name()).hasSize(200);
    assertRefused("x".repeat(201));
    assertRefused("\u00e9".repeat(101));
    assertRefused("x".repeat(1000));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"s3://lake", "s3://lake/a/b", "/data/lake", "file:///data/../lake", "lake"})
  void aLakesFolder(String path) {
    Parameters parameters = Parameters.of(Map.of("lake", Map.of("path", path)));
    assertThat(LakePath.from(parameters.group("lake")).toString()).isNotEmpty();
    parameters.check();
  }

  @Test
  void aLakesFolderLeavesRoomForWhatIsInIt() {
    assertThat(lakeFault("s3://lake/" + "f".repeat(199))).isEmpty();
    assertThat(lakeFault("s3://lake/" + "f".repeat(200)))
        .startsWith("lake.path: must be at most 200 bytes long");
    assertThat(lakeFault("s3://lake/" + "\u00e9".repeat(100)))
        .startsWith("lake.path: must be at most 200 bytes long");
    assertThat(lakeFault("s3:lake")).startsWith("lake.path: must be a path or URI");
    assertThat(lakeFault("s3://key:hunter2@lake"))
        .isEqualTo("lake.path: must be without a user and password, is not (value hidden)");
  }

  private static String lakeFault(String path) {
    Parameters parameters = Parameters.of(Map.of("lake", Map.of("path", path)));
    LakePath.from(parameters.group("lake"));
    try {
      parameters.check();
      return "";
    } catch (io.millrace.connectors.config.InvalidConfigurationException e) {
      return e.faults().get(0).toString();
    }
  }

  private static void assertRefused(String name) {
    assertThatThrownBy(() -> read(name))
        .hasMessageContaining("job.name: must be at most 200 bytes of characters that show");
  }

  private static JobConfig read(String name) {
    Map<String, Map<String, String>> groups = new HashMap<>();
    groups.put("job", Map.of("name", name, "contract", CONTRACT.toString()));
    groups.put(
        "source",
        Map.of("type", "kafka", "bootstrap-servers", "h:1", "topic", "t", "group-id", "g"));
    groups.put("jdbc", Map.of("url", "jdbc:postgresql://h/d"));
    groups.put("secrets", Map.of("hash-key", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="));
    return JobConfig.from(Parameters.of(groups), "lake", contract -> {});
  }
}
