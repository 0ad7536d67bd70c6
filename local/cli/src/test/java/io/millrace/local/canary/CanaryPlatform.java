package io.millrace.local.canary;

import io.millrace.connectors.jdbc.JdbcTable;
import io.millrace.connectors.jdbc.TableDdl;
import io.millrace.contract.ContractCompiler;
import io.millrace.contract.StreamContract;
import io.millrace.local.canary.Canaries.Form;
import io.millrace.local.demo.ContractTables;
import io.millrace.local.demo.DemoJob;
import io.millrace.local.feed.Feed;
import io.millrace.local.feed.Feeder;
import io.millrace.local.feed.KafkaFeeder;
import io.millrace.local.feed.KinesisFeeder;
import io.millrace.local.feed.StorefrontGenerator;
import io.millrace.local.platform.FlinkRest;
import io.millrace.local.platform.FlinkSettings;
import io.millrace.local.platform.Platform;
import io.millrace.local.platform.PlatformSettings;
import io.millrace.local.platform.PlatformSettings.Service;
import io.millrace.local.platform.Secrets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A platform whose every secret is a canary, with a stream in Kafka and in Kinesis, tables for it,
 * and the jobs uploaded. Its log leaves nothing out that it has at level info.
 */
final class CanaryPlatform implements AutoCloseable {

  static final Path HOME = Path.of(System.getProperty("millrace.home"));
  static final String STREAM = "storefront";
  static final long RECORDS = 1_000;

  private static final Path CONTRACT = HOME.resolve("schemas/storefront.odcs.yaml");

  /** Names the secret key, and is no secret: Flink shows it. */
  private static final String S3_ACCESS_KEY = "the-s3-access-key";

  private static final String TLS = "source.kafka.ssl.";

  private final Path folder;
  private final Path state;
  private final Canaries canaries;
  private final SecretsManager secretsManager;
  private final Platform platform;
  private final FlinkPages pages;
  private final SecretScan scan = SecretScan.forCanaries();
  private final Map<DemoJob, String> jars = new EnumMap<>(DemoJob.class);

  /**
   * @param folder for everything; new
   */
  CanaryPlatform(Path folder) throws Exception {
    this.folder = folder;
    this.state = folder.resolve("platform");
    this.canaries = new Canaries(folder.resolve("files"));
    this.secretsManager = SecretsManager.start(canaries.secrets());
    plantOwnSecrets();
    this.platform =
        Platform.start(
            PlatformSettings.in(state)
                .with(Service.KINESIS, Service.ZOOKEEPER)
                .withFlink(
                    FlinkSettings.defaults()
                        .withTaskManagers(1, 8)
                        .with("parallelism.default", "1")
                        .withCheckpointInterval(Duration.ofSeconds(1))
                        .withLogging("local/cli/src/test/resources/log4j-complete.properties")
                        .withEnvironment(environment())
                        .with("s3.access-key", S3_ACCESS_KEY)
                        .with("s3.secret-key", Canaries.S3_SECRET_KEY)));
    this.pages = new FlinkPages(flink().endpoint(), HOME);
    prepare();
  }

  private void plantOwnSecrets() throws Exception {
    Path secrets = Files.createDirectories(state.resolve("secrets"));
    Files.writeString(secrets.resolve(Secrets.S3_ACCESS_KEY), S3_ACCESS_KEY);
    Files.writeString(secrets.resolve(Secrets.S3_SECRET_KEY), Canaries.S3_SECRET_KEY);
    Files.writeString(secrets.resolve(Secrets.DATABASE_PASSWORD), Canaries.DATABASE_PASSWORD);
  }

  private void prepare() throws Exception {
    StreamContract contract =
        ContractCompiler.compile(CONTRACT.toString(), Files.readAllBytes(CONTRACT));
    Feed feed = new StorefrontGenerator(RECORDS, 7, contract);
    for (Feeder feeder :
        List.of(
            new KafkaFeeder(platform.broker().bootstrapServers(), STREAM),
            new KinesisFeeder(platform.kinesis().endpoint(), STREAM))) {
      feeder.create(feed.partitions());
      feeder.send(feed);
    }
    try (Connection database = connect();
        Statement statement = database.createStatement()) {
      for (JdbcTable table : ContractTables.of(contract)) {
        statement.execute(TableDdl.create(table, Optional.empty()));
      }
    }
    for (DemoJob job : DemoJob.values()) {
      String jar = "jobs/%1$s/target/millrace-%1$s-0.1.0.jar".formatted(job.folder());
      jars.put(job, flink().upload(HOME.resolve(jar)));
    }
  }

  /** What a process needs that reads configurations, or S3. */
  Map<String, String> environment() {
    Map<String, String> environment = new TreeMap<>(canaries.environment());
    environment.put("AWS_ENDPOINT_URL_SECRETS_MANAGER", secretsManager.endpoint());
    environment.put("AWS_ACCESS_KEY_ID", S3_ACCESS_KEY);
    environment.put("AWS_SECRET_ACCESS_KEY", Canaries.S3_SECRET_KEY);
    return environment;
  }

  /** Flink's settings for whoever else reads this S3 server. */
  List<String> s3Options() {
    List<String> options = new ArrayList<>();
    Map.of(
            "s3.endpoint", platform.objectStore().endpoint().toString(),
            "s3.path.style.access", "true",
            "fs.s3a.endpoint.region", "us-east-1")
        .forEach((key, value) -> options.addAll(List.of("-D", key + "=" + value)));
    return options;
  }

  /** A configuration that works, with a canary in each place. */
  JobProperties properties(DemoJob job, String source, Form form) {
    return canaries.plant(JobProperties.of(job, source, CONTRACT, STREAM, platform), form);
  }

  /** The lake job's configuration, with something wrong. */
  JobProperties properties(Trouble trouble) {
    JobProperties properties = properties(DemoJob.LAKE, trouble.source(), Form.PLAIN);
    // What else is planted there would be wrong before.
    trouble.changes().keySet().stream()
        .filter(key -> key.startsWith(TLS))
        .findFirst()
        .ifPresent(any -> properties.without(TLS));
    return properties.set(trouble.changes());
  }

  Path write(JobProperties properties, String name) throws Exception {
    return properties.writeTo(folder.resolve(name));
  }

  /** Submits a job; its id. */
  String submit(DemoJob job, Path configuration) throws Exception {
    return flink().run(jars.get(job), List.of("--config", configuration.toString()));
  }

  FlinkRest flink() {
    return platform.flink().rest();
  }

  FlinkPages pages() {
    return pages;
  }

  Path state() {
    return state;
  }

  Connection connect() throws Exception {
    return DriverManager.getConnection(
        platform.database().jdbcUrl(), platform.database().user(), platform.database().password());
  }

  /**
   * The canaries that any file shows, Flink's configuration and the secrets' own files aside, or
   * any page of Flink's, each with where.
   */
  List<String> shown() throws Exception {
    List<String> shown =
        new ArrayList<>(scan.inFiles(state, state.resolve("secrets"), state.resolve("flink/conf")));
    for (Map.Entry<String, String> page : pages.read().entrySet()) {
      scan.in(page.getValue()).forEach(secret -> shown.add(page.getKey() + ": " + secret));
    }
    return shown;
  }

  @Override
  public void close() {
    platform.close();
    secretsManager.close();
  }
}
