package io.millrace.bench.program;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.io.LocalOutputFile;
import org.jspecify.annotations.Nullable;

/**
 * What the machine can do: one thread, a Kafka consumer, Jackson's streaming parser, a primitive
 * hash set of ids, Parquet's writer with ZSTD; and, if there is a database for it, a rollup. No
 * fault tolerance, no contract, no ledger: a crash loses everything.
 */
public final class LimitProgram {

  private static final DateTimeFormatter HOUR =
      DateTimeFormatter.ofPattern("'event_date='uuuu-MM-dd'/event_hour='HH")
          .withZone(ZoneOffset.UTC);
  private static final long MICROS_AN_HOUR = TimeUnit.HOURS.toMicros(1);

  private final Path output;
  private final IdSet ids = new IdSet();
  private final Map<Long, ParquetWriter<Click>> files = new HashMap<>();
  private final Map<Integer, String> splits = new HashMap<>();
  private final Click click = new Click();

  private final @Nullable MinuteRollup rollup;

  private LimitProgram(Path output, @Nullable MinuteRollup rollup) {
    this.output = output;
    this.rollup = rollup;
  }

  /**
   * Arguments: bootstrap servers, topic, output folder; for a rollup the database's URL, user, file
   * of its password and schema too.
   */
  public static void main(String[] args) throws Exception {
    Path output = Path.of(args[2]);
    List<String> database = Arrays.asList(args).subList(3, args.length);
    Map<String, Object> settings =
        Map.of(
            ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
            args[0],
            ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG,
            ByteArrayDeserializer.class,
            ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG,
            ByteArrayDeserializer.class,
            ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
            false,
            ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
            10_000,
            ConsumerConfig.FETCH_MIN_BYTES_CONFIG,
            1 << 20);
    try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(settings)) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(args[1]).stream()
              .map(info -> new TopicPartition(info.topic(), info.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      if (database.isEmpty()) {
        new LimitProgram(output, null).run(consumer);
      } else {
        try (MinuteRollup rollup = MinuteRollup.connect(database, partitions.size())) {
          new LimitProgram(output, rollup).run(consumer);
          rollup.end();
        }
      }
    }
  }

  private void run(KafkaConsumer<byte[], byte[]> consumer) throws IOException, SQLException {
    Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment());
    while (ends.entrySet().stream().anyMatch(e -> consumer.position(e.getKey()) < e.getValue())) {
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofSeconds(1))) {
        take(record);
      }
    }
    for (ParquetWriter<Click> file : files.values()) {
      file.close();
    }
  }

  private void take(ConsumerRecord<byte[], byte[]> record) throws IOException, SQLException {
    click.parse(record.value());
    if (!ids.add(UUID.fromString(click.eventId))) {
      return;
    }
    click.split =
        splits.computeIfAbsent(record.partition(), number -> record.topic() + "-" + number);
    click.position = record.offset();
    click.recordTime = TimeUnit.MILLISECONDS.toMicros(record.timestamp());
    long hour = Math.floorDiv(click.occurredAt, MICROS_AN_HOUR);
    ParquetWriter<Click> file = files.get(hour);
    if (file == null) {
      // No event is an hour late. Its last row group is part of a steady run's work.
      ParquetWriter<Click> past = files.remove(hour - 2);
      if (past != null) {
        past.close();
      }
      file = open(hour);
      files.put(hour, file);
    }
    file.write(click);
    if (rollup != null) {
      rollup.add(record.partition(), click);
    }
  }

  private ParquetWriter<Click> open(long hour) throws IOException {
    Path folder =
        output.resolve(HOUR.format(Instant.ofEpochSecond(TimeUnit.HOURS.toSeconds(hour))));
    Files.createDirectories(folder);
    return ClickFile.create(new LocalOutputFile(folder.resolve("part.parquet")));
  }
}
