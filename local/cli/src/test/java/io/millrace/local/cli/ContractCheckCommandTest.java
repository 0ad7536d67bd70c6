package io.millrace.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContractCheckCommandTest {

  private static final Path SCHEMAS = Path.of(System.getProperty("millrace.home"), "schemas");
  private static final String SHIPPED = SCHEMAS.resolve("storefront.odcs.yaml").toString();

  @TempDir Path folder;

  @Test
  void aSoundContractIsNamed() {
    CommandRun run = CommandRun.of("contract", "check", SHIPPED);
    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).contains("storefront.odcs.yaml: sound. Stream storefront,");
    assertThat(run.err()).isEmpty();
  }

  @Test
  void everyFaultOfEveryFileIsListed() throws IOException {
    String broken = broken();
    CommandRun run = CommandRun.of("contract", "check", broken, SHIPPED);
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.out())
        .contains("broken.odcs.yaml: 2 faults")
        .contains("never", "soon")
        .contains("storefront.odcs.yaml: sound");
  }

  @Test
  void jsonIsOneLine() throws IOException {
    CommandRun run = CommandRun.of("contract", "check", "--json", broken(), SHIPPED);
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.out().lines()).hasSize(1);
    JsonNode answer = new ObjectMapper().readTree(run.lastLine());
    assertThat(answer.path("valid").asBoolean(true)).isFalse();
    JsonNode first = answer.path("files").path(0);
    assertThat(first.path("valid").asBoolean(true)).isFalse();
    assertThat(first.path("faults")).hasSize(2);
    assertThat(first.path("faults").path(0).path("line").asInt()).isPositive();
    assertThat(first.path("faults").path(0).path("path").asText()).isNotEmpty();
    JsonNode second = answer.path("files").path(1);
    assertThat(second.path("valid").asBoolean()).isTrue();
    assertThat(second.path("stream").asText()).isEqualTo("storefront");
  }

  @Test
  void anAbsentFileIsBadUsage() {
    CommandRun run = CommandRun.of("contract", "check", "absent.yaml", "--json");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("contract absent.yaml does not exist");
    assertThat(run.lastLine()).contains("\"error\":", "\"exit_code\":2");
  }

  @Test
  void noFileIsBadUsage() {
    CommandRun run = CommandRun.of("contract", "check");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("FILE").contains("See: millrace contract check --help");
  }

  private String broken() throws IOException {
    String text = Files.readString(Path.of(SHIPPED));
    String changed =
        text.replaceFirst("value: PT5M", "value: never")
            .replaceFirst("value: PT30S", "value: soon");
    return Files.writeString(folder.resolve("broken.odcs.yaml"), changed).toString();
  }
}
