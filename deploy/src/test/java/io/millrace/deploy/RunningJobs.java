package io.millrace.deploy;

import io.millrace.bench.Checkout;
import io.millrace.connectors.jdbc.JdbcTable;
import io.millrace.connectors.jdbc.TableDdl;
import io.millrace.contract.ContractCompiler;
import io.millrace.contract.StreamContract;
import io.millrace.local.demo.ContractTables;
import io.millrace.local.feed.KafkaFeeder;
import io.millrace.local.feed.KinesisFeeder;
import io.millrace.local.feed.StorefrontGenerator;
import io.millrace.local.platform.FlinkSettings;
import io.millrace.local.platform.JobStart;
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
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;

/**
 * The three jobs on the one-machine platform, with the very files of {@code deploy/docker/jobs}:
 * lake and rollups on Kafka, sessions on Kinesis and with {@code delivery: upsert}, so that between
 * them everything that a job can report is reported. Events come until it is closed.
 */
final class RunningJobs implements AutoCloseable {

  private static final String TOPIC = "storefront-events";
  private static final String STREAM_ARN = "arn:aws:kinesis:us-east-1:123456789012:stream/" + TOPIC;
  private static final int RECORDS_A_TURN = 500;
  private static final Duration BETWEEN_TURNS = Duration.ofMillis(250);

  private final Platform platform;
  private final List<String> ids = new ArrayList<>();
  private final List<CompletableFuture<Void>> feeds = new ArrayList<>();
  private volatile boolean closing;

  private RunningJobs(Platform platform) {
    this.platform = platform;
  }

  static RunningJobs start(Path folder, FlinkSettings flink) throws Exception {
    StreamContract contract =
        ContractCompiler.compile("storefront", Files.readAllBytes(contractFile()));
    RunningJobs jobs =
        new RunningJobs(
            Platform.start(
                PlatformSettings.in(folder)
                    .with(Service.KINESIS)
                    .withFlink(flink.withTaskManagers(1, 3))));
    try {
      jobs.createTables(contract);
      jobs.feed(contract);
      jobs.submit("lake", jobs.kafka());
      jobs.submit("rollups", jobs.kafka());
      jobs.submit("sessions", jobs.kinesis(folder));
      return jobs;
    } catch (Exception | Error failure) {
      jobs.close();
      throw failure;
    }
  }

  Platform platform() {
    return platform;
  }

  /** Of the jobs, in the order of their names. */
  List<String> ids() {
    return List.copyOf(ids);
  }

  @Override
  public void close() {
    closing = true;
    try {
      feeds.forEach(CompletableFuture::join);
    } finally {
      platform.close();
    }
  }

  /** The same events to both, again and again under new ids. */
  private void feed(StreamContract contract) throws Exception {
    int partitions = new StorefrontGenerator(1, 0, contract).partitions();
    KafkaFeeder kafka = new KafkaFeeder(platform.broker().bootstrapServers(), TOPIC);
    kafka.create(partitions);
    KinesisFeeder kinesis = new KinesisFeeder(platform.kinesis().endpoint(), TOPIC);
    kinesis.create(partitions);
    feeds.add(
        CompletableFuture.runAsync(
            () -> {
              for (long seed = 1; !closing; seed++) {
                StorefrontGenerator turn = new StorefrontGenerator(RECORDS_A_TURN, seed, contract);
                kafka.send(turn);
                kinesis.send(turn);
                LockSupport.parkNanos(BETWEEN_TURNS.toNanos());
              }
            }));
  }

  private void submit(String job, Map<String, String> settings) throws IOException {
    List<String> arguments = new ArrayList<>();
    arguments.add("--config");
    arguments.add(
        settings.containsKey("config")
            ? settings.remove("config")
            : Checkout.resolve("deploy/docker/jobs/" + job + ".json").toString());
    if (job.equals("rollups")) {
      settings.remove("lake.path");
    }
    if (!job.equals("lake")) {
      settings.remove("secrets.dead-letter-key");
    }
    settings.forEach((key, value) -> arguments.add("--" + key + "=" + value));
    var rest = platform.flink().rest();
    ids.add(
        rest.run(
            rest.upload(JobProperties.jarOf(job)), new JobStart(arguments).withParallelism(1)));
  }

  private Map<String, String> kafka() throws IOException {
    Map<String, String> settings = new TreeMap<>();
    settings.put("source.bootstrap-servers", platform.broker().bootstrapServers());
    settings.put("source.starting-offsets", "earliest");
    settings.put("source.idle-timeout", "5 s");
    settings.put("job.contract", contractFile().toString());
    settings.put("lake.path", platform.lakeUri());
    settings.put("jdbc.url", platform.database().jdbcUrl());
    settings.put("jdbc.user", platform.database().user());
    settings.put("jdbc.password", "${file:" + platform.database().passwordFile() + "}");
    settings.put("secrets.hash-key", key("hash-key"));
    settings.put("secrets.dead-letter-key", key("dead-letter-key"));
    return settings;
  }

  private Map<String, String> kinesis(Path folder) throws IOException {
    Map<String, String> settings = kafka();
    settings.keySet().removeIf(key -> key.startsWith("source."));
    Path none = folder.resolve("none.json");
    Files.writeString(none, "[]");
    settings.put("config", none.toString());
    settings.put("source.type", "kinesis");
    settings.put("source.stream-arn", STREAM_ARN);
    settings.put("source.idle-timeout", "5 s");
    settings.put("source.kinesis.aws.endpoint", platform.kinesis().endpoint().toString());
    settings.put("jdbc.delivery", "upsert");
    return settings;
  }

  private String key(String name) throws IOException {
    Path file = platform.folder().resolve(name);
    if (!Files.exists(file)) {
      Files.writeString(file, Base64.getEncoder().encodeToString(new byte[32]));
    }
    return "${file:" + file + "}";
  }

  private void createTables(StreamContract contract) throws SQLException {
    try (Connection database =
            DriverManager.getConnection(
                platform.database().jdbcUrl(),
                platform.database().user(),
                platform.database().password());
        Statement statement = database.createStatement()) {
      for (JdbcTable table : ContractTables.of(contract)) {
        statement.execute(TableDdl.create(table, Optional.empty()));
      }
    }
  }

  private static Path contractFile() {
    return Checkout.resolve("schemas/storefront.odcs.yaml");
  }
}
