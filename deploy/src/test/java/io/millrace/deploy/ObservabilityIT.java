package io.millrace.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.bench.Checkout;
import io.millrace.local.platform.FlinkSettings;
import io.millrace.local.platform.JavaProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.flink.configuration.GlobalConfiguration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * What can be seen of running jobs: the three of them on separate processes, with the metrics
 * reporter and the logging of {@code flink-conf/cluster}, asked what the dashboard asks.
 */
class ObservabilityIT {

  private static final Duration PATIENCE = Duration.ofMinutes(4);
  private static final int PORTS = 6;
  private static final Pattern METRIC = Pattern.compile("flink_\\w+");

  /**
   * Managed Flink's own, which no reporter of Flink's has: AWS developer guide, "Metrics and
   * dimensions in Managed Service for Apache Flink".
   */
  private static final Set<String> MANAGED_FLINKS =
      Set.of("heapMemoryUtilization", "cpuUtilization", "KPUs");

  private static final Path FOLDER =
      Path.of("target", "observability-" + System.nanoTime()).toAbsolutePath();

  private static int firstPort;
  private static RunningJobs jobs;

  @BeforeAll
  static void start() throws Exception {
    Files.createDirectories(FOLDER);
    firstPort = freePorts();
    FlinkSettings flink =
        FlinkSettings.defaults()
            .withLogging("flink-conf/cluster/log4j-console.properties")
            .withCheckpointInterval(Duration.ofSeconds(2));
    for (Map.Entry<String, String> setting : cluster().entrySet()) {
      if (setting.getKey().startsWith("metrics.")) {
        flink = flink.with(setting.getKey(), setting.getValue());
      }
    }
    jobs =
        RunningJobs.start(
            FOLDER,
            flink.with("metrics.reporter.prom.port", firstPort + "-" + (firstPort + PORTS - 1)));
  }

  @AfterAll
  static void stop() {
    if (jobs != null) {
      jobs.close();
    }
  }

  @Test
  void everyNameOfDashboardAlertsAndTerraformIsReported() throws Exception {
    Set<String> wanted = new TreeSet<>();
    METRIC
        .matcher(Checkout.text("deploy/grafana/dashboards/millrace.json"))
        .results()
        .forEach(name -> wanted.add(name.group()));
    METRIC
        .matcher(Checkout.text("deploy/prometheus/alerts.yml"))
        .results()
        .forEach(name -> wanted.add(name.group()));
    Set<String> cloudWatch = cloudWatchNames();

    assertThat(wanted).hasSizeGreaterThan(20);
    assertThat(cloudWatch).hasSizeGreaterThan(8);
    awaitEmpty(
        () -> {
          Exposition seen = read();
          Set<String> missing = new TreeSet<>(wanted);
          missing.removeAll(seen.names());
          cloudWatch.stream().filter(name -> !seen.hasShort(name)).forEach(missing::add);
          return missing;
        });
  }

  /** The other way round is MetricNamesTest's: what code registers is on the page. */
  @Test
  void everyMetricOfThePageIsReported() throws Exception {
    Set<String> rows = MetricNamesTest.documented();

    awaitEmpty(
        () -> {
          Exposition seen = read();
          Files.write(Path.of("target", "metrics.txt"), seen.names());
          return rows.stream().filter(name -> !seen.hasShort(name)).toList();
        });
  }

  /** Counted bytes are those of the visible files: lake, dead letters and closed sessions. */
  @Test
  void bytesCommittedAreThoseOfTheFiles() throws Exception {
    awaitEmpty(() -> read().bytesCommitted() > 0 ? List.of() : List.of("bytesCommitted"));
    awaitEmpty(
        () -> {
          long before = bytesOfFiles();
          long counted = read().bytesCommitted();
          long after = bytesOfFiles();
          return before <= counted && counted <= after
              ? List.of()
              : List.of("%d, %d, %d".formatted(before, counted, after));
        });
  }

  @Test
  void everyQueryOfTheDashboardIsAnsweredWithData() throws Exception {
    Path program = PrometheusProcess.program().orElse(null);
    Assumptions.assumeTrue(
        program != null, "no prometheus on this machine: apt install prometheus");
    Map<String, String> queries = dashboardQueries();
    List<String> answers = new ArrayList<>();
    try (PrometheusProcess prometheus =
        PrometheusProcess.start(program, FOLDER.resolve("prometheus"), read().reporters())) {
      awaitEmpty(
          () -> {
            answers.clear();
            List<String> without = new ArrayList<>();
            for (Map.Entry<String, String> query : queries.entrySet()) {
              JsonNode series = prometheus.query(query.getKey());
              if (!hasNumber(series)) {
                without.add(query.getValue() + ": " + query.getKey());
              }
              answers.add(
                  "%s\n    %s\n    %d series, the first %s"
                      .formatted(query.getValue(), query.getKey(), series.size(), series.path(0)));
            }
            return without;
          });
      Files.write(Path.of("target", "dashboard-queries.txt"), answers);

      awaitEmpty(
          () -> {
            List<String> unhealthy = new ArrayList<>();
            for (JsonNode rule : prometheus.rules()) {
              if (!rule.path("health").asText().equals("ok")) {
                unhealthy.add(rule.path("name").asText() + rule.path("lastError").asText());
              }
            }
            return unhealthy;
          });
      assertThat(prometheus.rules()).hasSizeGreaterThan(6);
    }
  }

  @Test
  void logsAreJsonLinesWithTheirJob() throws Exception {
    List<JavaProcess> processes = new ArrayList<>(jobs.platform().flink().taskManagers());
    processes.add(jobs.platform().flink().jobManager());
    for (JavaProcess process : processes) {
      List<String> lines = Files.readAllLines(process.output());
      Set<String> ofJobs = new TreeSet<>();
      for (String line : lines) {
        JsonNode entry = new ObjectMapper().readTree(line);
        assertThat(entry.path("@timestamp").asText()).as(line).matches("20\\d\\d-.*Z");
        assertThat(entry.path("log.level").asText()).as(line).isIn("INFO", "WARN", "ERROR");
        assertThat(entry.path("message").asText()).as(line).isNotEmpty();
        ofJobs.add(entry.path("flink-job-id").asText());
      }
      assertThat(ofJobs).as(process.name()).containsAll(jobs.ids());
    }
  }

  private static Exposition read() throws InterruptedException {
    return Exposition.read(firstPort, firstPort + PORTS - 1);
  }

  private static Map<String, String> cluster() {
    return GlobalConfiguration.loadConfiguration(Checkout.resolve("flink-conf/cluster").toString())
        .toMap();
  }

  private static Set<String> cloudWatchNames() {
    String alarms = Checkout.text("deploy/terraform/modules/job/alarms.tf");
    Set<String> names = new TreeSet<>();
    Pattern.compile("metric = \"(\\w+)\"")
        .matcher(alarms)
        .results()
        .forEach(name -> names.add(name.group(1)));
    String dashboard = alarms.substring(alarms.indexOf("for i, metric in ["));
    Pattern.compile("\"(\\w+)\"")
        .matcher(dashboard.substring(0, dashboard.indexOf(']')))
        .results()
        .forEach(name -> names.add(name.group(1)));
    names.removeAll(MANAGED_FLINKS);
    return names;
  }

  /** Each expression, with its panel's title. */
  private static Map<String, String> dashboardQueries() throws IOException {
    Map<String, String> queries = new LinkedHashMap<>();
    for (JsonNode panel :
        new ObjectMapper()
            .readTree(Checkout.text("deploy/grafana/dashboards/millrace.json"))
            .path("panels")) {
      for (JsonNode target : panel.path("targets")) {
        queries.put(target.path("expr").asText(), panel.path("title").asText());
      }
    }
    assertThat(queries).hasSizeGreaterThan(20);
    return queries;
  }

  private static boolean hasNumber(JsonNode series) {
    for (JsonNode one : series) {
      if (!one.path("value").path(1).asText().equals("NaN")) {
        return true;
      }
    }
    return false;
  }

  private static long bytesOfFiles() throws IOException {
    AtomicLong bytes = new AtomicLong();
    Files.walkFileTree(
        jobs.platform().lakeFolder(),
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (file.toString().endsWith(".parquet")) {
              bytes.addAndGet(attributes.size());
            }
            return FileVisitResult.CONTINUE;
          }

          /** The S3 server's own files come and go. */
          @Override
          public FileVisitResult visitFileFailed(Path file, IOException gone) {
            return FileVisitResult.CONTINUE;
          }
        });
    return bytes.get();
  }

  /** Asks until nothing is missing; what is missing in the end is the failure. */
  private static void awaitEmpty(Callable<? extends Iterable<String>> missing) throws Exception {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    Iterable<String> left = missing.call();
    while (left.iterator().hasNext() && System.nanoTime() < deadline) {
      for (String id : jobs.ids()) {
        assertThat(jobs.platform().flink().rest().state(id).isEnd())
            .as("%s", jobs.platform().flink().rest().exceptions(id))
            .isFalse();
      }
      LockSupport.parkNanos(Duration.ofMillis(500).toNanos());
      left = missing.call();
    }
    assertThat(left).isEmpty();
  }

  /** The first of some ports in a row that nobody listens on. */
  private static int freePorts() {
    while (true) {
      int first = ThreadLocalRandom.current().nextInt(20_000, 31_000);
      if (Stream.iterate(first, port -> port + 1).limit(PORTS).allMatch(ObservabilityIT::isFree)) {
        return first;
      }
    }
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (IOException taken) {
      return false;
    }
  }
}
