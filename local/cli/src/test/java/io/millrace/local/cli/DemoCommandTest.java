package io.millrace.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is found before anything is started. */
class DemoCommandTest {

  private static final String GITHUB =
      Path.of(System.getProperty("millrace.home"), "schemas/github.odcs.yaml").toString();

  @TempDir Path folder;

  @Test
  void inputNeedsItsContract() {
    refused("--input needs the --contract", "--input", "events.ndjson");
  }

  @Test
  void inputAndGeneratorExcludeEachOther() {
    refused("--input replaces them", "--contract", GITHUB, "--input", "x", "--events", "5");
  }

  @Test
  void onlyStorefrontRecordsAreGenerated() {
    refused("only storefront records can be generated", "--contract", GITHUB);
  }

  @Test
  void anAbsentInputIsNamed() {
    refused("input absent.ndjson does not exist", "--contract", GITHUB, "--input", "absent.ndjson");
  }

  @Test
  void aCutOffInputIsFoundFirst() throws IOException {
    Path file = Files.write(folder.resolve("cut.gz"), new byte[] {0x1f, (byte) 0x8b, 8, 0});
    refused(
        "cut.gz, after line 0: the gzip data ends early",
        "--contract",
        GITHUB,
        "--input",
        file.toString());
  }

  @Test
  void anEmptyInputIsRefused() throws IOException {
    Path file = Files.writeString(folder.resolve("empty.ndjson"), "");
    refused("empty.ndjson is empty", "--contract", GITHUB, "--input", file.toString());
  }

  @Test
  void rowsToShowAreAtLeastOne() {
    CommandRun run = CommandRun.of("sql", "--rows", "-1", "SELECT 1");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).isEqualToIgnoringNewLines("millrace sql: --rows must be at least 1");
  }

  @Test
  void anAuditIsOfAFolderOrOfAConfiguration() {
    CommandRun run = CommandRun.of("audit", "--config", "c.json", "--dir", folder.toString());
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("give one of them");
  }

  @Test
  void aFaultyContractIsListedWithItsFaults() throws IOException {
    Path file = Files.writeString(folder.resolve("c.yaml"), "kind: DataContract\n");
    refused("c.yaml: ", "--contract", file.toString(), "--input", file.toString());
  }

  @Test
  void noEventsAreTooFew() {
    refused("--events must be at least 1", "--events", "0");
  }

  @Test
  void aStreamThatWouldFillTheDiskIsRefused() {
    refused("--events 99,999,999,999 needs about 150.0 TB", "--events", "99999999999");
  }

  @Test
  void thereAreTwoSources() {
    refused("--source is kafka or kinesis, not pulsar", "--source", "pulsar");
  }

  @Test
  void anUnknownOptionIsNamedWithWhatWasMeant() {
    refused("--evens", "--evens", "5");
  }

  @Test
  void auditAndSqlNeedADemosFolder() {
    for (String[] args : new String[][] {{"audit"}, {"sql", "SELECT 1"}}) {
      String[] all = Arrays.copyOf(args, args.length + 2);
      all[args.length] = "--dir";
      all[args.length + 1] = folder.toString();
      CommandRun run = CommandRun.of(all);
      assertThat(run.exitCode()).isEqualTo(2);
      assertThat(run.err())
          .contains(folder + " is no demo's folder")
          .contains("run `./millrace demo --dir " + folder + "` first");
    }
  }

  @Test
  void aFolderOfSomethingElseIsNoPlaceForADemo() throws IOException {
    Files.writeString(folder.resolve("notes.txt"), "mine");
    CommandRun run = CommandRun.of("sql", "SELECT 1", "--dir", folder.toString());
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err())
        .contains("name a demo's folder with --dir")
        .doesNotContain("millrace demo");
  }

  @Test
  void runNamesTheJobsThereAre() throws IOException {
    Path configuration = Files.writeString(folder.resolve("c.json"), "[]");
    CommandRun run = CommandRun.of("run", "lakes", "--config", configuration.toString());
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("no job lakes; there are: lake");
    for (String path :
        new String[] {"", ".", "..", "../jobs/lake", "lake/", "lake\0", "la(", "x".repeat(1000)}) {
      CommandRun odd = CommandRun.of("run", path, "--config", configuration.toString());
      assertThat(odd.exitCode()).as(path).isEqualTo(2);
      assertThat(odd.err()).contains("no job " + path);
    }
    assertThat(CommandRun.of("run", "lake").exitCode()).isEqualTo(2);
    assertThat(CommandRun.of("run", "lake", "--config", "absent.json").err())
        .contains("absent.json does not exist");
  }

  @Test
  void anAuditsConfigurationIsCheckedAsAWhole() throws IOException {
    Path configuration =
        Files.writeString(
            folder.resolve("c.json"),
            "[{\"PropertyGroupId\":\"source\",\"PropertyMap\":{\"type\":\"kafka\"}}]");
    CommandRun run = CommandRun.of("audit", "--config", configuration.toString());
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err())
        .contains("job.contract", "source.bootstrap-servers", "source.topic", "jdbc.url");
  }

  @Test
  void anAuditOfKinesisNeedsItsStream() throws IOException {
    Path configuration =
        Files.writeString(
            folder.resolve("c.json"),
            "[{\"PropertyGroupId\":\"source\",\"PropertyMap\":{\"type\":\"kinesis\"}}]");
    CommandRun run = CommandRun.of("audit", "--config", configuration.toString());
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("source.stream-arn").doesNotContain("source.topic");
  }

  private void refused(String message, String... options) {
    String[] args = new String[options.length + 3];
    args[0] = "demo";
    args[1] = "--dir";
    args[2] = folder.resolve("state").toString();
    System.arraycopy(options, 0, args, 3, options.length);
    CommandRun run = CommandRun.of(args);
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains(message);
    assertThat(folder.resolve("state")).doesNotExist();
  }
}
