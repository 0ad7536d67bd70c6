package io.millrace.local.platform;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Flink's REST interface, as far as it is needed here. Blocking; safe for use by several threads.
 * An answer other than success is an {@link IOException} with Flink's own message.
 */
public final class FlinkRest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration REQUEST_LIMIT = Duration.ofMinutes(2);
  private static final Duration POLL = Duration.ofMillis(100);

  private final URI endpoint;
  private final HttpClient client = HttpClient.newHttpClient();

  FlinkRest(URI endpoint) {
    this.endpoint = endpoint;
  }

  public URI endpoint() {
    return endpoint;
  }

  /** What the cluster has. */
  public ClusterOverview overview() throws IOException {
    JsonNode answer = fetch("/overview");
    return new ClusterOverview(
        answer.path("taskmanagers").asInt(),
        answer.path("slots-total").asInt(),
        answer.path("slots-available").asInt());
  }

  /** Uploads a job's jar; its id is for {@link #run}. The cluster keeps it in its state folder. */
  public String upload(Path jar) throws IOException {
    String boundary = "millrace-jar";
    BodyPublisher body =
        BodyPublishers.concat(
            BodyPublishers.ofString(
                "--%s\r\nContent-Disposition: form-data; name=\"jarfile\"; filename=\"%s\"\r\nContent-Type: application/x-java-archive\r\n\r\n"
                    .formatted(boundary, jar.getFileName())),
            BodyPublishers.ofFile(jar),
            BodyPublishers.ofString("\r\n--" + boundary + "--\r\n"));
    JsonNode answer =
        send(
            request("/jars/upload")
                .header("Content-Type", "multipart/form-data; boundary=" + boundary)
                .POST(body));
    String file = answer.path("filename").asText();
    return file.substring(file.lastIndexOf('/') + 1);
  }

  /** Runs a job of an uploaded jar, by the main class of its manifest; returns the job's id. */
  public String run(String jarId, List<String> arguments) throws IOException {
    return run(jarId, new JobStart(arguments));
  }

  /** Runs a job of an uploaded jar; returns the job's id. */
  public String run(String jarId, JobStart start) throws IOException {
    ObjectNode body = JSON.createObjectNode();
    start.arguments().forEach(body.putArray("programArgsList")::add);
    start.mainClass().ifPresent(name -> body.put("entryClass", name));
    start.parallelism().ifPresent(count -> body.put("parallelism", count));
    start.restoreFrom().ifPresent(path -> body.put("savepointPath", path));
    return post("/jars/" + jarId + "/run", body).path("jobid").asText();
  }

  /** The ids and states of all jobs that the cluster knows, ended ones too. */
  public Map<String, JobState> jobs() throws IOException {
    Map<String, JobState> jobs = new LinkedHashMap<>();
    for (JsonNode job : fetch("/jobs").path("jobs")) {
      jobs.put(job.path("id").asText(), JobState.valueOf(job.path("status").asText()));
    }
    return jobs;
  }

  public JobState state(String jobId) throws IOException {
    return JobState.valueOf(fetch("/jobs/" + jobId).path("state").asText());
  }

  /** Waits until the job is in one of these states. */
  public JobState awaitState(String jobId, Duration limit, JobState... wanted) throws IOException {
    List<JobState> states = List.of(wanted);
    long deadline = System.nanoTime() + limit.toNanos();
    while (true) {
      JobState state = state(jobId);
      if (states.contains(state)) {
        return state;
      }
      if (state.isEnd() || System.nanoTime() > deadline) {
        throw new IOException(
            "Job %s is %s, not %s. %s"
                .formatted(jobId, state, states, String.join("; ", exceptions(jobId))));
      }
      pause();
    }
  }

  /** The job's operators chains by their id, as the job graph has them. */
  public Map<String, String> vertices(String jobId) throws IOException {
    Map<String, String> names = new LinkedHashMap<>();
    for (JsonNode vertex : fetch("/jobs/" + jobId).path("vertices")) {
      names.put(vertex.path("id").asText(), vertex.path("name").asText());
    }
    return names;
  }

  public CheckpointOverview checkpoints(String jobId) throws IOException {
    return CheckpointOverview.of(fetch("/jobs/" + jobId + "/checkpoints"));
  }

  /**
   * The root causes that failed the job or its tasks, newest first: the first line of each stack
   * trace.
   */
  public List<String> exceptions(String jobId) throws IOException {
    List<String> messages = new ArrayList<>();
    JsonNode history = fetch("/jobs/" + jobId + "/exceptions").path("exceptionHistory");
    for (JsonNode entry : history.path("entries")) {
      messages.add(entry.path("stacktrace").asText().lines().findFirst().orElse(""));
    }
    return messages;
  }

  /**
   * Metrics of a vertex, each summed over its subtasks. What a metric's name looks like: {@code
   * 0.numRecordsIn}, {@code <operator name>.<metric>}; those that do not exist (yet) are absent.
   */
  public Map<String, Double> sums(String jobId, String vertexId, List<String> metrics)
      throws IOException {
    Map<String, Double> values = new LinkedHashMap<>();
    String names =
        metrics.stream()
            .map(name -> URLEncoder.encode(name, StandardCharsets.UTF_8))
            .collect(Collectors.joining(","));
    JsonNode answer =
        fetch(
            "/jobs/%s/vertices/%s/subtasks/metrics?agg=sum&get=%s"
                .formatted(jobId, vertexId, names));
    answer.forEach(entry -> values.put(entry.path("id").asText(), entry.path("sum").asDouble()));
    return values;
  }

  /** The names of all metrics of a vertex. */
  public List<String> metricNames(String jobId, String vertexId) throws IOException {
    List<String> names = new ArrayList<>();
    fetch("/jobs/%s/vertices/%s/subtasks/metrics".formatted(jobId, vertexId))
        .forEach(entry -> names.add(entry.path("id").asText()));
    return names;
  }

  /** Asks the job to end at once; its last checkpoint stays. */
  public void cancel(String jobId) throws IOException {
    send(request("/jobs/" + jobId + "?mode=cancel").method("PATCH", BodyPublishers.noBody()));
  }

  /**
   * Takes a savepoint and ends the job with it: everything up to it is committed.
   *
   * @return the savepoint's path
   */
  public String stopWithSavepoint(String jobId, Duration limit) throws IOException {
    String trigger =
        post("/jobs/" + jobId + "/stop", JSON.createObjectNode()).path("request-id").asText();
    long deadline = System.nanoTime() + limit.toNanos();
    while (System.nanoTime() < deadline) {
      JsonNode answer = fetch("/jobs/" + jobId + "/savepoints/" + trigger);
      if (answer.path("status").path("id").asText().equals("COMPLETED")) {
        JsonNode operation = answer.path("operation");
        if (operation.has("failure-cause")) {
          throw new IOException(
              "No savepoint: " + operation.path("failure-cause").path("stack-trace").asText());
        }
        return operation.path("location").asText();
      }
      pause();
    }
    throw new IOException("No savepoint of job " + jobId + " within " + limit.toSeconds() + " s");
  }

  /** The answer to a GET of any path, for what has no method here. */
  public JsonNode fetch(String path) throws IOException {
    return send(request(path).GET());
  }

  private JsonNode post(String path, ObjectNode body) throws IOException {
    return send(
        request(path)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body.toString())));
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(endpoint + path)).timeout(REQUEST_LIMIT);
  }

  private JsonNode send(HttpRequest.Builder builder) throws IOException {
    HttpRequest request = builder.build();
    try {
      HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
      JsonNode answer =
          response.body().isEmpty() ? JSON.nullNode() : JSON.readTree(response.body());
      if (response.statusCode() / 100 != 2) {
        throw new IOException(
            "Flink answered %d to %s %s: %s"
                .formatted(
                    response.statusCode(),
                    request.method(),
                    request.uri().getPath(),
                    errors(answer)));
      }
      return answer;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while Flink worked on " + request.uri(), interrupted);
    }
  }

  private static String errors(JsonNode answer) {
    List<String> messages = new ArrayList<>();
    answer.path("errors").forEach(error -> messages.add(error.asText()));
    return String.join("; ", messages);
  }

  private static void pause() throws IOException {
    try {
      Thread.sleep(POLL.toMillis());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while waiting for a job", interrupted);
    }
  }
}
