package io.millrace.local.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.local.platform.PlatformSettings.Service;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Each part of a running platform does its work. */
class PlatformIT {

  private static Platform platform;

  @BeforeAll
  static void start() throws IOException {
    platform = Platform.start(PlatformSettings.in(StateFolders.fresh("platform")));
    System.out.println("Started: " + platform.startTimes());
  }

  @AfterAll
  static void stop() {
    if (platform != null) {
      platform.close();
    }
  }

  @Test
  void isUpWithinAMinute() {
    assertThat(platform.startTimes().keySet()).isEqualTo(Set.of(Service.values()));
    assertThat(platform.startTimes().values())
        .allSatisfy(time -> assertThat(time).isLessThan(Duration.ofMinutes(1)));
  }

  @Test
  void brokerKeepsRecordsOfAnyAge() throws Exception {
    Map<String, Object> client = Map.of("bootstrap.servers", platform.broker().bootstrapServers());
    try (Admin admin = Admin.create(client)) {
      admin.createTopics(List.of(new NewTopic("orders", 2, (short) 1))).all().get();
    }
    try (KafkaProducer<String, String> producer =
        new KafkaProducer<>(client, new StringSerializer(), new StringSerializer())) {
      long longAgo = 1;
      long farAhead = Long.MAX_VALUE / 2;
      producer.send(new ProducerRecord<>("orders", 1, longAgo, "k", "old")).get();
      producer.send(new ProducerRecord<>("orders", 1, farAhead, "k", "new")).get();
    }
    try (KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(client, new StringDeserializer(), new StringDeserializer())) {
      TopicPartition partition = new TopicPartition("orders", 1);
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      List<String> values = new java.util.ArrayList<>();
      while (values.size() < 2) {
        ConsumerRecords<String, String> records = consumer.poll(Duration.ofSeconds(10));
        records.forEach(record -> values.add(record.value()));
      }
      assertThat(values).containsExactly("old", "new");
    }
  }

  @Test
  void objectsArePlainFiles() throws Exception {
    S3Requests requests = new S3Requests(platform.objectStore());

    assertThat(requests.put("lake/orders/event_hour=07/part-1.parquet", "rows").statusCode())
        .isEqualTo(200);

    assertThat(requests.fetch("lake/orders/event_hour=07/part-1.parquet").body()).isEqualTo("rows");
    Path file = platform.lakeFolder().resolve("orders/event_hour=07/part-1.parquet");
    assertThat(Files.readString(file)).isEqualTo("rows");
    assertThat(requests.fetchUnsigned("lake/orders/event_hour=07/part-1.parquet").statusCode())
        .isEqualTo(403);
  }

  @Test
  void databaseIsDurableAndAsksForThePassword() throws Exception {
    Database database = platform.database();
    try (Connection connection =
            DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE t (a int)");
      statement.execute("INSERT INTO t VALUES (41), (1)");
      assertThat(single(statement, "SELECT sum(a) FROM t")).isEqualTo("42");
      assertThat(single(statement, "SHOW fsync")).isEqualTo("on");
      assertThat(single(statement, "SHOW synchronous_commit")).isEqualTo("on");
    }
    for (String user : List.of(database.user(), "postgres")) {
      Properties wrong = new Properties();
      wrong.setProperty("user", user);
      wrong.setProperty("password", "guess");
      assertThat(catchSqlState(database.jdbcUrl(), wrong)).isEqualTo("28P01");
    }
  }

  @Test
  void flinkHasItsSlots() throws Exception {
    assertThat(platform.flink().rest().overview()).isEqualTo(new ClusterOverview(1, 2, 2));
  }

  private static String catchSqlState(String url, Properties properties) {
    try (Connection connection = DriverManager.getConnection(url, properties)) {
      return "connected: " + connection;
    } catch (SQLException refused) {
      return refused.getSQLState();
    }
  }

  private static String single(Statement statement, String query) throws SQLException {
    try (ResultSet rows = statement.executeQuery(query)) {
      rows.next();
      return rows.getString(1);
    }
  }
}
