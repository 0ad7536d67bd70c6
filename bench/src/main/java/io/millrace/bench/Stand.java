package io.millrace.bench;

import io.millrace.connectors.jdbc.JdbcTable;
import io.millrace.connectors.jdbc.TableDdl;
import io.millrace.contract.ContractCompiler;
import io.millrace.local.demo.ContractTables;
import io.millrace.local.feed.KafkaFeeder;
import io.millrace.local.platform.Database;
import io.millrace.local.platform.Platform;
import io.millrace.local.platform.PlatformSettings;
import io.millrace.local.platform.PlatformSettings.Service;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.jspecify.annotations.Nullable;

/**
 * Where programs are measured: a broker and a database, each in a process of its own. A stream is
 * sent when the first program wants it; what a program leaves behind is held against it before its
 * figure counts.
 */
final class Stand implements AutoCloseable {

  private static final String SCHEMA = "bench";

  private final Path folder;
  private final Platform platform;
  private final Outputs outputs;
  private final Map<Clicks, String> topics = new HashMap<>();
  private int sent;

  private Stand(Path folder, Platform platform, Outputs outputs) {
    this.folder = folder;
    this.platform = platform;
    this.outputs = outputs;
  }

  /**
   * Starts what programs need.
   *
   * @param folder for everything; its owner deletes it
   */
  static Stand in(Path folder) throws Exception {
    Outputs outputs = new Outputs();
    try {
      PlatformSettings settings = PlatformSettings.in(folder.resolve("platform"));
      return new Stand(
          folder, Platform.start(settings.only(Service.BROKER, Service.DATABASE)), outputs);
    } catch (Exception e) {
      outputs.close();
      throw e;
    }
  }

  /**
   * Runs a program to the end of its stream and checks what it left behind.
   *
   * @param events how many it is measured with, of {@value Clicks#BYTES} bytes
   * @param profile where it writes its profile; null if nobody wants one
   */
  Measured measure(Program program, long events, @Nullable Path profile) throws Exception {
    Path own = folder.resolve(program.name());
    delete(own);
    Clicks clicks = program.input().of(events);
    Run run = new Run(platform, topic(clicks), own, SCHEMA, profile);
    try (Connection postgres = connect(platform.database())) {
      emptyDatabase(postgres, SCHEMA, Programs.contract(program.contract()));
      Measured measured = Fork.measure(program, run, events);
      for (Output output : program.outputs()) {
        if (output instanceof Output.Rollup rollup) {
          outputs.checkRollup(program, clicks, rollup.windows(), postgres, SCHEMA);
        } else {
          outputs.checkFiles(program, clicks, run.lake());
        }
      }
      delete(own);
      return measured;
    }
  }

  /** Makes room: streams are sent again to who wants them. */
  void deleteTopics() throws InterruptedException, ExecutionException {
    try (Admin admin = admin()) {
      admin.deleteTopics(topics.values()).all().get();
    }
    topics.clear();
  }

  /** Deletes a folder with all that is in it, if it is there. */
  static void delete(Path path) throws IOException {
    if (Files.exists(path)) {
      try (Stream<Path> all = Files.walk(path)) {
        for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(each);
        }
      }
    }
  }

  @Override
  public void close() throws SQLException {
    try (outputs) {
      platform.close();
    }
  }

  /** The topic that has this stream. */
  private String topic(Clicks clicks) throws InterruptedException, ExecutionException {
    String topic = topics.get(clicks);
    if (topic == null) {
      topic = "clicks-" + ++sent;
      KafkaFeeder feeder = new KafkaFeeder(platform.broker().bootstrapServers(), topic);
      feeder.createTopic(clicks.partitions());
      feeder.send(clicks);
      topics.put(clicks, topic);
    }
    return topic;
  }

  private Admin admin() {
    return Admin.create(
        Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, platform.broker().bootstrapServers()));
  }

  private static void emptyDatabase(Connection postgres, String schema, Path contract)
      throws SQLException, IOException {
    try (Statement statement = postgres.createStatement()) {
      statement.execute("DROP SCHEMA IF EXISTS " + schema + " CASCADE");
      statement.execute("CREATE SCHEMA " + schema);
      for (JdbcTable table :
          ContractTables.of(
              ContractCompiler.compile(contract.toString(), Files.readAllBytes(contract)))) {
        statement.execute(TableDdl.create(table, Optional.of(schema)));
      }
    }
  }

  private static Connection connect(Database database) throws SQLException {
    return DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
  }
}
