package io.millrace.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.local.demo.DemoState;
import io.millrace.local.platform.Platform;
import io.millrace.local.platform.PlatformSettings;
import io.millrace.local.platform.PlatformSettings.Service;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file on its way to a real broker, which is found by a demo's folder. */
class SendCommandIT {

  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path folder;

  @Test
  void linesGoToATopicThatIsMadeForThem() throws IOException {
    try (Platform platform =
        Platform.start(PlatformSettings.in(folder.resolve("p")).only(Service.BROKER))) {
      String brokers = platform.broker().bootstrapServers();
      // As if the broker were a demo's that is up.
      new DemoState(
              "storefront",
              "storefront",
              "lake-storefront",
              new DemoState.Running(ProcessHandle.current().pid(), brokers, "", ""))
          .save(folder);
      Path file =
          Files.writeString(
              folder.resolve("orders.ndjson"),
              """
              {"order": 1, "customer": {"id": "a"}}
              {"order": 2, "customer": {"id": 7}}
              {"order": 3, "customer": {"id": "a"}}
              not json
              """);
      theTopicIsMadeAndTheReportSaysWhereEachLineIs(brokers, file);
      theBrokerHasTheLinesAsTheyAre(brokers, Files.readAllLines(file));
      moreGoesToTheSameTopic(brokers, file);
      whatTheBrokerRefusesIsNamed(file);
    }
  }

  private void theTopicIsMadeAndTheReportSaysWhereEachLineIs(String brokers, Path file)
      throws IOException {
    CommandRun run =
        send("orders", "--partitions", "3", "--key", "customer.id", "--json", file.toString());
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.err())
        .contains("Made topic orders, 3 partitions")
        .contains("1 line without customer.id, sent without a key");
    JsonNode figures = JSON.readTree(run.lastLine());
    assertThat(figures.path("brokers").asText()).isEqualTo(brokers);
    assertThat(figures.path("created").asBoolean()).isTrue();
    assertThat(figures.path("records").asLong()).isEqualTo(4);
    assertThat(figures.path("without_key").asLong()).isEqualTo(1);
    long positions = 0;
    for (JsonNode split : figures.path("splits")) {
      assertThat(split.path("split").asText()).matches("orders-[012]");
      assertThat(split.path("first").asLong(-1)).isZero();
      positions += split.path("last").asLong() + 1;
    }
    assertThat(positions).isEqualTo(4);
  }

  private static void theBrokerHasTheLinesAsTheyAre(String brokers, List<String> lines) {
    List<String> values = new ArrayList<>();
    Map<String, Set<Integer>> keys = new HashMap<>();
    Properties connection = new Properties();
    connection.put("bootstrap.servers", brokers);
    try (KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(connection, new StringDeserializer(), new StringDeserializer())) {
      List<TopicPartition> partitions =
          IntStream.range(0, 3).mapToObj(p -> new TopicPartition("orders", p)).toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      while (values.size() < lines.size()) {
        for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofSeconds(1))) {
          values.add(record.value());
          keys.computeIfAbsent(String.valueOf(record.key()), key -> new HashSet<>())
              .add(record.partition());
        }
      }
    }
    assertThat(values).containsExactlyInAnyOrderElementsOf(lines);
    assertThat(keys).containsOnlyKeys("a", "7", "null");
    assertThat(keys.get("a")).as("one key, one partition").hasSize(1);
  }

  private void moreGoesToTheSameTopic(String brokers, Path file) {
    CommandRun run = send("orders", file.toString());
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .startsWith("4 records sent to topic orders on " + brokers)
        .containsPattern("orders-[012] +[1-4] +[0-9] +[0-9]\n");
    CommandRun misspelt = send("orders", "--key", "customerid", file.toString());
    assertThat(misspelt.exitCode()).isZero();
    assertThat(misspelt.err())
        .contains("4 lines without customerid, sent without a key: is it spelt as in the records?");
  }

  private void whatTheBrokerRefusesIsNamed(Path file) throws IOException {
    refused(2, "is there already, with 3 partitions", "orders", "--partitions", "4", file);
    refused(2, "no topic can be called no such topic", "no such topic", file);
    byte[] cut = {0x1f, (byte) 0x8b, 8, 0};
    Path broken = Files.write(folder.resolve("cut.gz"), cut);
    refused(1, "cut.gz, after line 0: the gzip data ends early", "orders", broken);
  }

  private void refused(int exitCode, String message, String topic, Object... more) {
    String[] arguments = new String[more.length];
    for (int i = 0; i < more.length; i++) {
      arguments[i] = more[i].toString();
    }
    CommandRun run = send(topic, arguments);
    assertThat(run.err()).contains(message).doesNotContain("\tat ");
    assertThat(run.exitCode()).isEqualTo(exitCode);
  }

  private CommandRun send(String topic, String... more) {
    List<String> arguments =
        new ArrayList<>(List.of("send", "--topic", topic, "--dir", folder.toString()));
    arguments.addAll(List.of(more));
    return CommandRun.of(arguments.toArray(String[]::new));
  }
}
