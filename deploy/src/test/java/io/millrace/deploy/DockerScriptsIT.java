package io.millrace.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.bench.Checkout;
import io.millrace.connectors.jdbc.TableDdl;
import io.millrace.contract.ContractCompiler;
import io.millrace.local.audit.LedgerReader;
import io.millrace.local.demo.ContractTables;
import io.millrace.local.platform.FlinkSettings;
import io.millrace.local.platform.JobState;
import io.millrace.local.platform.Platform;
import io.millrace.local.platform.PlatformSettings;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The scripts that docker-compose.yml runs in its containers, with the configurations that it
 * mounts, against the one-machine platform: only addresses and paths differ, and the programs of
 * the images (flink, Kafka's tools) are started from Maven's class paths.
 */
@Tag("long")
class DockerScriptsIT {

  private static final String TOPIC = "storefront-events";
  private static final int EVENTS = 600;
  private static final Duration PATIENCE = Duration.ofMinutes(4);
  private static final List<String> JOBS = List.of("lake", "rollups", "sessions");

  private final Path folder =
      Path.of("target", "docker-scripts-" + System.nanoTime()).toAbsolutePath();
  private final Path secrets = folder.resolve("secrets");
  private final Path millrace = folder.resolve("millrace");
  private final Path flink = folder.resolve("flink-home");
  private final Path kafka = folder.resolve("kafka-bin");
  private Platform platform;

  @BeforeEach
  void start() throws Exception {
    Assumptions.assumeTrue(
        Files.isExecutable(Path.of("/usr/bin/psql")), "no psql: apt install postgresql-client");
    Files.createDirectories(folder);
    platform =
        Platform.start(
            PlatformSettings.in(folder.resolve("platform"))
                .withFlink(
                    FlinkSettings.defaults()
                        .withTaskManagers(1, 6)
                        .withCheckpointInterval(Duration.ofSeconds(2))));
    // create-buckets.sh talks to SeaweedFS's own shell. The client's settings go with a job.
    platform.objectStore().bucket("millrace-state");
  }

  @AfterEach
  void stop() {
    if (platform != null) {
      platform.close();
    }
  }

  @Test
  void bringsTopicTablesJobsAndEvents() throws Exception {
    assertThat(run(1, Map.of(), "check-secrets.sh", secrets.toString()))
        .contains("run deploy/docker/make-secrets.sh first");
    run(0, Map.of(), "make-secrets.sh", secrets.toString());
    run(0, Map.of(), "check-secrets.sh", secrets.toString());
    layOut();

    String broker = platform.broker().bootstrapServers();
    Map<String, String> kafkaTools = Map.of("KAFKA_BIN", kafka.toString());
    run(0, kafkaTools, "create-topics.sh", broker, TOPIC);
    run(0, kafkaTools, "create-topics.sh", broker, TOPIC);

    for (int i = 0; i < 2; i++) {
      assertThat(run(0, database(), "create-tables.sh", "127.0.0.1", sqlFile().toString()))
          .contains("are there");
    }

    assertThat(submit()).contains("Job has been submitted");
    await(() -> running() == JOBS.size());
    assertThat(submit())
        .as("a second time")
        .contains("lake-storefront is running", "rollups-storefront is running")
        .doesNotContain("Job has been submitted");

    run(0, kafkaTools, "generate.sh", broker, TOPIC, "100", Integer.toString(EVENTS));
    for (String job : JOBS) {
      await(() -> totals(job).consumed() >= EVENTS);
      LedgerReader.Totals totals = totals(job);
      assertThat(totals.consumed()).as(job).isEqualTo(EVENTS);
      // Of 50 events one is broken and one is a duplicate.
      assertThat(totals.rejected()).as(job).isEqualTo(EVENTS / 50);
      assertThat(totals.duplicate()).as(job).isEqualTo(EVENTS / 50);
    }
  }

  /** Else the rollups and sessions jobs would not start. */
  @Test
  void sqlIsWhatTheContractNeeds() throws IOException {
    Path contract = Checkout.resolve("schemas/storefront.odcs.yaml");
    String ddl =
        ContractTables.of(
                ContractCompiler.compile(contract.toString(), Files.readAllBytes(contract)))
            .stream()
            .map(table -> TableDdl.create(table, Optional.empty()) + "\n")
            .collect(Collectors.joining());

    assertThat(Files.readString(sqlFile()))
        .as("./millrace ddl --contract schemas/storefront.odcs.yaml")
        .isEqualTo(ddl);
  }

  private static Path sqlFile() {
    return Checkout.resolve("deploy/docker/tables/storefront.sql");
  }

  private String submit() throws Exception {
    return run(
        0,
        Map.of(
            "FLINK_HOME", flink.toString(),
            "MILLRACE_HOME", millrace.toString(),
            "MILLRACE_SECRETS", secrets.toString(),
            "FLINK_ADDRESS", platform.flink().webUi().getAuthority()),
        "flink.sh",
        "submit",
        String.join(" ", JOBS));
  }

  private long running() throws IOException {
    return platform.flink().rest().jobs().values().stream()
        .filter(JobState.RUNNING::equals)
        .count();
  }

  private Map<String, String> database() {
    return Map.of(
        "MILLRACE_SECRETS", secrets.toString(),
        "PGPORT", Integer.toString(platform.database().port()),
        "PGUSER", platform.database().user(),
        "PGDATABASE", platform.database().name());
  }

  private LedgerReader.Totals totals(String job) throws Exception {
    try (Connection connection =
        DriverManager.getConnection(
            platform.database().jdbcUrl(),
            platform.database().user(),
            platform.database().password())) {
      return new LedgerReader(connection, job + "-storefront", "storefront").totals();
    }
  }

  /** The containers' file systems, as docker-compose.yml mounts them. */
  private void layOut() throws IOException {
    // The platform has made these itself.
    Files.copy(
        platform.database().passwordFile(),
        Files.createDirectories(secrets).resolve("postgres-password"),
        StandardCopyOption.REPLACE_EXISTING);
    Map<String, String> s3 = platform.objectStore().credentials();
    Files.writeString(secrets.resolve("s3-access-key"), s3.get("AWS_ACCESS_KEY_ID"));
    Files.writeString(secrets.resolve("s3-secret-key"), s3.get("AWS_SECRET_ACCESS_KEY"));

    for (String file : List.of("config.yaml", "log4j-console.properties")) {
      copy("flink-conf/docker/" + file, millrace.resolve("flink-conf").resolve(file));
    }
    for (String job : JOBS) {
      copy("deploy/docker/jobs/" + job + ".json", millrace.resolve("jobs-conf/" + job + ".json"));
    }
    Files.createSymbolicLink(millrace.resolve("jobs"), Checkout.resolve("jobs"));

    Path plugin = Checkout.files("local/flink/target/plugins/s3-fs-hadoop", "*.jar").get(0);
    Files.createDirectories(flink.resolve("opt"));
    Files.createDirectories(flink.resolve("conf"));
    Files.createSymbolicLink(flink.resolve("opt").resolve(plugin.getFileName()), plugin);
    program(
        flink.resolve("bin/flink"),
        "export FLINK_CONF_DIR=" + flink.resolve("conf"),
        "export FLINK_PLUGINS_DIR=" + flink.resolve("plugins"),
        java(Checkout.text("local/flink/target/classpath.txt").strip())
            + " org.apache.flink.client.cli.CliFrontend \"$@\"");
    String tools =
        Checkout.files("deploy/target/kafka-tools", "*.jar").get(0)
            + ":"
            + Checkout.text("local/broker/target/classpath.txt").strip();
    program(
        kafka.resolve("kafka-topics.sh"),
        java(tools) + " org.apache.kafka.tools.TopicCommand \"$@\"");
    program(
        kafka.resolve("kafka-console-producer.sh"),
        java(tools) + " org.apache.kafka.tools.ConsoleProducer \"$@\"");
  }

  private void copy(String from, Path to) throws IOException {
    String text = Checkout.text(from);
    for (Map.Entry<String, String> place :
        Map.of(
                "http://s3:8333", platform.objectStore().endpoint().toString(),
                "kafka:29092", platform.broker().bootstrapServers(),
                "jdbc:postgresql://postgres:5432/millrace", platform.database().jdbcUrl(),
                "\"user\": \"millrace\"", "\"user\": \"" + platform.database().user() + "\"",
                "/millrace/schemas", Checkout.resolve("schemas").toString(),
                "/run/millrace", secrets.toString())
            .entrySet()) {
      text = text.replace(place.getKey(), place.getValue());
    }
    Files.createDirectories(to.getParent());
    Files.writeString(to, text);
  }

  private static String java(String classPath) {
    return "exec "
        + Path.of(System.getProperty("java.home"), "bin", "java")
        + " -Xmx512m --add-opens=java.base/java.util=ALL-UNNAMED -cp "
        + classPath;
  }

  private static void program(Path file, String... lines) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, "#!/bin/sh\n" + String.join("\n", lines) + "\n");
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  /** Runs a script of deploy/docker; what it has printed. */
  private String run(int exitCode, Map<String, String> environment, String script, String... words)
      throws IOException, InterruptedException {
    Path output = folder.resolve(script + ".out");
    ProcessBuilder builder =
        new ProcessBuilder(Checkout.resolve("deploy/docker/" + script).toString());
    builder.command().addAll(List.of(words));
    builder.environment().putAll(environment);
    Process process =
        builder.redirectErrorStream(true).redirectOutput(Redirect.to(output.toFile())).start();
    boolean ended = process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    process.destroyForcibly();
    String text = Files.readString(output);
    assertThat(ended).as(script + ": " + text).isTrue();
    assertThat(process.exitValue()).as(script + ": " + text).isEqualTo(exitCode);
    return text;
  }

  private void await(Condition condition) throws Exception {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.holds()) {
      assertThat(System.nanoTime()).as(() -> "jobs " + jobs()).isLessThan(deadline);
      LockSupport.parkNanos(Duration.ofMillis(250).toNanos());
    }
  }

  private Object jobs() {
    try {
      return platform.flink().rest().jobs();
    } catch (IOException e) {
      return e;
    }
  }

  @FunctionalInterface
  private interface Condition {
    boolean holds() throws Exception;
  }
}
