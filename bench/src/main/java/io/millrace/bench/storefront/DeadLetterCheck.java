package io.millrace.bench.storefront;

import io.millrace.connectors.parquet.DeadLetterCipher;
import io.millrace.connectors.parquet.DeadLetterCipher.Place;
import io.millrace.local.platform.Platform;
import io.millrace.local.query.LakeDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * Whether each dead letter is of a place of the topic that has no other, with the bytes that are
 * there. How many there must be the ledger says, which the audit holds against the files.
 *
 * @param settled files of dead letters of another topic, which are passed over
 */
record DeadLetterCheck(Platform platform, String stream, Set<String> settled) {

  /** All files of a stream's dead letters, as an argument of {@code read_parquet}. */
  static String files(Platform platform, String stream) {
    return LakeDatabase.literal(
        platform.lakeFolder().resolve("_rejected").resolve(stream) + "/**/*.parquet");
  }

  private static final class Letter {
    final String contract;
    final String split;
    final String position;
    final byte @Nullable [] value;

    Letter(ResultSet rows) throws SQLException {
      contract = rows.getString(1);
      split = rows.getString(2);
      position = rows.getString(3);
      value = rows.getBytes(4);
    }

    String place() {
      return split + "@" + position;
    }
  }

  List<String> differences(LakeDatabase lake) throws SQLException, IOException {
    List<String> wrong = new ArrayList<>();
    Map<String, Letter> letters = new HashMap<>();
    try (Statement statement = lake.connection().createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT contract_id, split, position::VARCHAR, value, filename FROM read_parquet(%s, filename = true)"
                    .formatted(files(platform, stream)))) {
      boolean none = true;
      while (rows.next()) {
        none = false;
        if (settled.contains(rows.getString(5))) {
          continue;
        }
        Letter letter = new Letter(rows);
        String place = letter.place();
        if (letters.put(place, letter) != null) {
          wrong.add("two dead letters of " + place);
        }
      }
      if (none) {
        wrong.add("there are no dead letters");
      }
    }
    compareWithTopic(letters, wrong);
    letters.keySet().forEach(place -> wrong.add("a dead letter of " + place + ", which is empty"));
    return wrong.size() > 8
        ? List.of(wrong.size() + " dead letters are wrong, such as " + wrong.subList(0, 8))
        : wrong;
  }

  /** Takes away what it has found. */
  private void compareWithTopic(Map<String, Letter> letters, List<String> wrong)
      throws IOException {
    DeadLetterCipher cipher =
        new DeadLetterCipher(
            Base64.getDecoder()
                .decode(Files.readString(platform.folder().resolve("dead-letter-key")).strip()));
    Properties properties = new Properties();
    properties.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, platform.broker().bootstrapServers());
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(stream).stream()
              .map(info -> new TopicPartition(info.topic(), info.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (!letters.isEmpty()
          && partitions.stream().anyMatch(p -> consumer.position(p) < ends.getOrDefault(p, 0L))) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofSeconds(1))) {
          Letter letter =
              letters.remove("%s-%d@%d".formatted(stream, record.partition(), record.offset()));
          if (letter != null && !Arrays.equals(plain(cipher, letter), record.value())) {
            wrong.add("the bytes of " + letter.place());
          }
        }
      }
    }
  }

  private static byte @Nullable [] plain(DeadLetterCipher cipher, Letter letter) {
    byte[] stored = letter.value;
    return stored == null
        ? null
        : cipher.decrypt(
            stored, new Place(letter.contract, letter.split, letter.position, "value"));
  }
}
