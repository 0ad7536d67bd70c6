package io.millrace.bench.storefront;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.millrace.bench.Checkout;
import io.millrace.local.feed.StorefrontGenerator;
import io.millrace.local.platform.FlinkRest;
import io.millrace.local.platform.JobStart;
import io.millrace.local.platform.JobState;
import io.millrace.local.platform.Platform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A job on the cluster, driven by Flink's REST interface alone, as a user's scripts would. */
public final class SubmittedJob {

  private static final Duration LIMIT = Duration.ofMinutes(5);

  private final Platform platform;
  private final String kind;
  private final String stream;
  private final String jar;
  private final Path configuration;
  private final Map<String, String> settings;
  private String id = "";
  private String savepoint = "";

  private SubmittedJob(
      Platform platform,
      String kind,
      String stream,
      String jar,
      Path configuration,
      Map<String, String> settings) {
    this.platform = platform;
    this.kind = kind;
    this.stream = stream;
    this.jar = jar;
    this.configuration = configuration;
    this.settings = new LinkedHashMap<>(settings);
  }

  /** Uploads the jar of {@code jobs/<kind>}, to read a topic named like the stream. */
  public static SubmittedJob of(String kind, String stream, Path contract, Platform platform)
      throws IOException {
    return of(kind, stream, contract, platform, Map.of());
  }

  /**
   * The same, with arguments that win over its configuration.
   *
   * @param settings by {@code group.key}
   */
  public static SubmittedJob of(
      String kind, String stream, Path contract, Platform platform, Map<String, String> settings)
      throws IOException {
    Path configuration = configure(kind, stream, contract, platform);
    return new SubmittedJob(
        platform,
        kind,
        stream,
        platform.flink().rest().upload(jarOf(kind)),
        configuration,
        settings);
  }

  /** Sets an argument, by {@code group.key}, for when it is started the next time. */
  public void configure(String key, String value) {
    settings.put(key, value);
  }

  public static String nameOf(String kind, String stream) {
    return kind + "-" + stream;
  }

  /** As configured, and as the ledger has it. */
  public String name() {
    return nameOf(kind, stream);
  }

  public String kind() {
    return kind;
  }

  /** Of its latest submission, as Flink has it. */
  public String id() {
    return id;
  }

  /** Runs it from nothing. */
  public void start(int subtasks) throws IOException {
    run(start().withParallelism(subtasks));
  }

  /** Ends it with a savepoint. */
  public void stop() throws IOException {
    end(false);
  }

  /**
   * Ends it with a savepoint.
   *
   * @param drained as if its input had ended
   * @throws IOException if there is none, with what failed a task last
   */
  public void end(boolean drained) throws IOException {
    try {
      savepoint = drained ? flink().drain(id, LIMIT) : flink().stopWithSavepoint(id, LIMIT);
    } catch (IOException failure) {
      throw new IOException(
          name() + " has not stopped; its last failure: " + lastFailure(), failure);
    }
    flink().awaitState(id, LIMIT, JobState.FINISHED);
  }

  /** What failed a task last. */
  private String lastFailure() {
    try {
      JsonNode history = flink().fetch("/jobs/" + id + "/exceptions").path("exceptionHistory");
      return history.path("entries").path(0).path("stacktrace").asText("none");
    } catch (IOException away) {
      return "not known: " + away.getMessage();
    }
  }

  /** Goes on from the savepoint that it ended with. */
  public void restore(int subtasks) throws IOException {
    run(start().restoredFrom(savepoint).withParallelism(subtasks));
  }

  /** The same, with settings of Flink's for this submission only. */
  public void restore(int subtasks, Map<String, String> flinkSettings) throws IOException {
    run(start().restoredFrom(savepoint).withParallelism(subtasks).withSettings(flinkSettings));
  }

  /** How often it has gone back to a checkpoint or savepoint since it was last submitted. */
  public long restored() throws IOException {
    return flink().checkpoints(id).restored();
  }

  public void ensureAlive() throws IOException {
    JobState state = flink().state(id);
    if (state.isEnd()) {
      throw new IllegalStateException(
          "%s is %s: %s".formatted(kind, state, flink().exceptions(id)));
    }
  }

  /** Ends it at once; nothing is committed any more. */
  public void cancel() throws IOException {
    flink().cancel(id);
    flink().awaitState(id, LIMIT, JobState.CANCELED);
  }

  /** Goes on from any savepoint or retained checkpoint, by its path. */
  public void restoreFrom(String path, int subtasks) throws IOException {
    run(start().restoredFrom(path).withParallelism(subtasks));
  }

  private JobStart start() {
    List<String> arguments = new ArrayList<>(List.of("--config", configuration.toString()));
    settings.forEach((key, value) -> arguments.add("--" + key + "=" + value));
    return new JobStart(arguments);
  }

  private void run(JobStart from) throws IOException {
    id = flink().run(jar, from);
  }

  private FlinkRest flink() {
    return platform.flink().rest();
  }

  private static Path jarOf(String kind) {
    return Checkout.jobJars().stream()
        .filter(file -> file.getFileName().toString().startsWith("millrace-" + kind + "-"))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no jar of the job " + kind));
  }

  private static Path configure(String kind, String stream, Path contract, Platform platform)
      throws IOException {
    Map<String, Map<String, String>> groups = new LinkedHashMap<>();
    groups.put(
        "job", Map.of("name", nameOf(kind, stream), "contract", contract.toUri().toString()));
    groups.put(
        "source",
        Map.of(
            "type",
            "kafka",
            "bootstrap-servers",
            platform.broker().bootstrapServers(),
            "topic",
            stream,
            "group-id",
            nameOf(kind, stream),
            // No partition of the test's is ever empty. One that is slow on a busy machine must not
            // count as idle: then events would be too late that the test takes for punctual.
            "idle-timeout",
            "10 min",
            "max-record-size",
            StorefrontGenerator.MAX_RECORD_BYTES + " bytes",
            "max-string-length",
            Integer.toString(StorefrontGenerator.MAX_STRING_LENGTH)));
    groups.put(
        "jdbc",
        Map.of(
            "url", platform.database().jdbcUrl(),
            "user", platform.database().user(),
            "password", "${file:" + platform.database().passwordFile() + "}"));
    groups.put("secrets", new LinkedHashMap<>(Map.of("hash-key", key("hash-key", platform))));
    if (!kind.equals("rollups")) {
      groups.put("lake", Map.of("path", platform.lakeUri()));
      groups.get("secrets").put("dead-letter-key", key("dead-letter-key", platform));
    }
    ObjectMapper json = new ObjectMapper();
    ArrayNode list = json.createArrayNode();
    groups.forEach(
        (name, values) ->
            list.addObject()
                .put("PropertyGroupId", name)
                .set("PropertyMap", json.valueToTree(values)));
    Path file = platform.folder().resolve(kind + "-job.json");
    json.writeValue(file.toFile(), list);
    return file;
  }

  /** A reference to a key in a file, the same for all jobs. */
  private static String key(String name, Platform platform) throws IOException {
    Path file = platform.folder().resolve(name);
    if (!Files.exists(file)) {
      byte[] bytes = new byte[32];
      new SecureRandom().nextBytes(bytes);
      Files.writeString(file, Base64.getEncoder().encodeToString(bytes));
    }
    return "${file:" + file + "}";
  }
}
