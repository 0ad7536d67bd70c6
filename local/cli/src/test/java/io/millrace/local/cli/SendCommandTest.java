package io.millrace.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.local.demo.DemoSource;
import io.millrace.local.demo.DemoState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is refused before a broker is asked. */
class SendCommandTest {

  @TempDir Path folder;
  private String input = "";

  @BeforeEach
  void writeInput() throws IOException {
    input = Files.writeString(folder.resolve("in.ndjson"), "{}\n").toString();
  }

  @Test
  void theTopicMustBeNamed() {
    refused("Missing required option: '--topic=T'", input);
  }

  @Test
  void anAbsentFileIsNamed() {
    refused("absent.ndjson does not exist", "--topic", "t", folder.resolve("absent.ndjson"));
  }

  @Test
  void withoutADemoTheBrokersMustBeNamed() throws IOException {
    refused("name brokers with --brokers", "--topic", "t", "--dir", folder, input);
    new DemoState("s", "s", "lake-s", null).save(folder);
    refused("no demo is up in " + folder, "--topic", "t", "--dir", folder, input);
  }

  @Test
  void aDemoWithKinesisHasNoBroker() throws IOException {
    DemoState.Running here =
        new DemoState.Running(ProcessHandle.current().pid(), "http://127.0.0.1:1", "", "");
    new DemoState("s", DemoSource.KINESIS, "s", "lake-s", here).save(folder);
    refused("has Kinesis, and no broker", "--topic", "t", "--dir", folder, input);
  }

  @Test
  void oneBrokerOrTheOther() {
    refused("give one of them", "--topic", "t", "--dir", folder, "--brokers", "127.0.0.1:1", input);
  }

  @Test
  void brokersThatAreNoAddressAreRefused() {
    refused("brokers here: ", "--topic", "t", "--brokers", "here", input);
  }

  @Test
  void numbersAndNamesAreChecked() {
    refused("--partitions must be at least 1", "--topic", "t", "--partitions", "0", input);
    refused("--key needs the name", "--topic", "t", "--key", "", input);
  }

  private static void refused(String message, Object... arguments) {
    String[] args = new String[arguments.length + 1];
    args[0] = "send";
    for (int i = 0; i < arguments.length; i++) {
      args[i + 1] = arguments[i].toString();
    }
    CommandRun run = CommandRun.of(args);
    assertThat(run.err()).contains(message).doesNotContain("\tat ");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
  }
}
