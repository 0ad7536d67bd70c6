package io.millrace.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.bench.Checkout;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Debian's Prometheus on the loopback interface, with {@code deploy/prometheus/prometheus.yml} but
 * for where it finds Flink and how often it asks.
 */
final class PrometheusProcess implements AutoCloseable {

  private static final Duration START_LIMIT = Duration.ofMinutes(2);
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Process process;
  private final URI endpoint;

  private PrometheusProcess(Process process, URI endpoint) {
    this.process = process;
    this.endpoint = endpoint;
  }

  /** The program, if this machine has it. */
  static Optional<Path> program() {
    return Stream.of(System.getenv("PATH").split(":"))
        .map(folder -> Path.of(folder, "prometheus"))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** Starts it and waits until it answers. */
  static PrometheusProcess start(Path program, Path folder, List<URI> targets)
      throws IOException, InterruptedException {
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("alerts.yml"), Checkout.text("deploy/prometheus/alerts.yml"));
    Files.writeString(folder.resolve("prometheus.yml"), configuration(targets));
    int port = freePort();
    Process process =
        new ProcessBuilder(
                program.toString(),
                "--config.file=" + folder.resolve("prometheus.yml"),
                "--storage.tsdb.path=" + folder.resolve("data"),
                "--web.listen-address=127.0.0.1:" + port)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("prometheus.log").toFile())
            .start();
    PrometheusProcess started =
        new PrometheusProcess(process, URI.create("http://127.0.0.1:" + port));
    long deadline = System.nanoTime() + START_LIMIT.toNanos();
    while (!started.ready()) {
      if (!process.isAlive() || System.nanoTime() > deadline) {
        started.close();
        throw new AssertionError(Files.readString(folder.resolve("prometheus.log")));
      }
      LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
    }
    return started;
  }

  /** What it answers to an expression: one element a series, {@code metric} and {@code value}. */
  JsonNode query(String expression) throws IOException, InterruptedException {
    return ask("/api/v1/query?query=" + URLEncoder.encode(expression, StandardCharsets.UTF_8))
        .path("result");
  }

  /** Its alerting rules, each with its health. */
  JsonNode rules() throws IOException, InterruptedException {
    return ask("/api/v1/rules").path("groups").path(0).path("rules");
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (process.waitFor(1, TimeUnit.MINUTES)) {
        return;
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    process.destroyForcibly();
  }

  private JsonNode ask(String path) throws IOException, InterruptedException {
    HttpResponse<String> answer =
        HTTP.send(
            HttpRequest.newBuilder(endpoint.resolve(path)).build(),
            HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() != 200) {
      throw new AssertionError(path + ": " + answer.body());
    }
    return JSON.readTree(answer.body()).path("data");
  }

  private boolean ready() throws InterruptedException {
    try {
      return HTTP.send(
                  HttpRequest.newBuilder(endpoint.resolve("/-/ready")).build(),
                  HttpResponse.BodyHandlers.discarding())
              .statusCode()
          == 200;
    } catch (IOException notYet) {
      return false;
    }
  }

  private static String configuration(List<URI> targets) {
    String addresses =
        targets.stream().map(URI::getAuthority).collect(Collectors.joining("\", \"", "\"", "\""));
    String configuration =
        Checkout.text("deploy/prometheus/prometheus.yml")
            .replaceAll("(_interval): \\S+", "$1: 1s")
            .replaceAll(
                "(?s)dns_sd_configs:.*", "static_configs: [{targets: [" + addresses + "]}]");
    if (!configuration.contains(addresses)) {
      throw new AssertionError("prometheus.yml does not look as it did: " + configuration);
    }
    return configuration;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
