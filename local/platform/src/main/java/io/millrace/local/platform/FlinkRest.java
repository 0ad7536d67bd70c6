package io.millrace.local.platform;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
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

  private static final Duration POLL = Duration.ofMillis(100);

  private final RestClient client;
  private final int parallelism;

  FlinkRest(URI endpoint, int parallelism) {
    this.client = new RestClient(endpoint);
    this.parallelism = parallelism;
  }

  public URI endpoint() {
    return client.endpoint();
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
    JsonNode answer = client.postFile("/jars/upload", "jarfile", jar);
    String file = answer.path("filename").asText();
    return file.substring(file.lastIndexOf('/') + 1);
  }

  /** Runs a job of an uploaded jar, by the main class of its manifest; returns the job's id. */
  public String run(String jarId, List<String> arguments) throws IOException {
    return run(jarId, new JobStart(arguments));
  }

  /** Runs a job of an uploaded jar; returns the job's id. */
  public String run(String jarId, JobStart start) throws IOException {
    ObjectNode body = RestClient.object();
    start.arguments().forEach(body.putArray("programArgsList")::add);
    start.mainClass().ifPresent(name -> body.put("entryClass", name));
    // Without one Flink takes 1 here, whatever its parallelism.default says.
    body.put("parallelism", start.parallelism().orElse(parallelism));
    start.restoreFrom().ifPresent(path -> body.put("savepointPath", path));
    start.settings().forEach(body.putObject("flinkConfiguration")::put);
    return client.post("/jars/" + jarId + "/run", body).path("jobid").asText();
  }

  /** The names of the TaskManagers that have registered and are not known to be dead. */
  public List<String> taskManagers() throws IOException {
    List<String> names = new ArrayList<>();
    fetch("/taskmanagers").path("taskmanagers").forEach(one -> names.add(one.path("id").asText()));
    return names;
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
    client.patch("/jobs/" + jobId + "?mode=cancel");
  }

  /**
   * Takes a savepoint and ends the job with it: everything up to it is committed.
   *
   * @return the savepoint's path
   */
  public String stopWithSavepoint(String jobId, Duration limit) throws IOException {
    return stop(jobId, RestClient.object(), limit);
  }

  /**
   * The same as for an input that has ended: the highest watermark goes through first, so that all
   * windows fire. The job is not to be started from the savepoint again.
   */
  public String drain(String jobId, Duration limit) throws IOException {
    return stop(jobId, RestClient.object().put("drain", true), limit);
  }

  private String stop(String jobId, ObjectNode request, Duration limit) throws IOException {
    String trigger = client.post("/jobs/" + jobId + "/stop", request).path("request-id").asText();
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
    return client.fetch(path);
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
