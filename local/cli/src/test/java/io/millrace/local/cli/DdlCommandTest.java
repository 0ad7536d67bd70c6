package io.millrace.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DdlCommandTest {

  private static final Path SCHEMAS = Path.of(System.getProperty("millrace.home"), "schemas");
  private static final String SHIPPED = SCHEMAS.resolve("storefront.odcs.yaml").toString();

  @TempDir Path folder;

  @Test
  void everyTableOfTheContractIsPrintedAndNothingElse() {
    CommandRun run = CommandRun.of("ddl", "--contract", SHIPPED);
    assertThat(run.exitCode()).isZero();
    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .startsWith("CREATE TABLE IF NOT EXISTS \"storefront_")
        .contains("_corrections\" (", "\"storefront_too_late\" (", "\"updated_at\" timestamp")
        .endsWith(";\n");
  }

  @Test
  void tablesCanBeChosenAndPutIntoASchema() throws IOException {
    List<String> all = new ArrayList<>();
    JsonNode everything =
        new ObjectMapper().readTree(CommandRun.of("ddl", "--contract", SHIPPED, "--json").out());
    everything.path("tables").forEach(table -> all.add(table.path("name").asText()));
    assertThat(everything.path("stream").asText()).isEqualTo("storefront");
    assertThat(all).contains("storefront_too_late", "storefront_visits").doesNotHaveDuplicates();

    CommandRun one =
        CommandRun.of(
            "ddl", "--contract", SHIPPED, "--table", "storefront_too_late", "--schema", "Ü\"x");
    assertThat(one.out())
        .startsWith("CREATE TABLE IF NOT EXISTS \"Ü\"\"x\".\"storefront_too_late\" (\n")
        .containsOnlyOnce("CREATE TABLE");

    for (String schema : List.of("", "x".repeat(64))) {
      CommandRun odd = CommandRun.of("ddl", "--contract", SHIPPED, "--schema", schema);
      assertThat(odd.exitCode()).isEqualTo(2);
      assertThat(odd.out()).isEmpty();
      assertThat(odd.err()).startsWith("millrace ddl: --schema: ");
    }

    CommandRun none = CommandRun.of("ddl", "--contract", SHIPPED, "--table", "visits");
    assertThat(none.exitCode()).isEqualTo(2);
    assertThat(none.out()).isEmpty();
    assertThat(none.err())
        .startsWith("millrace ddl: no table visits; there are: storefront_")
        .contains("storefront_too_late");
  }

  @Test
  void aFaultyContractAndOneWithoutTablesAreTold() throws IOException {
    Path faulty = folder.resolve("faulty.odcs.yaml");
    Files.writeString(faulty, Files.readString(Path.of(SHIPPED)).replace("PT1M", "soon"));
    CommandRun run = CommandRun.of("ddl", "--contract", faulty.toString(), "--json");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(new ObjectMapper().readTree(run.lastLine()).path("error").asText()).contains("soon");
    assertThat(CommandRun.of("ddl").err()).contains("--contract");
  }
}
