package io.millrace.local.demo;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.local.platform.FlinkRest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Looks for a platform's secrets, and for canaries, where none may be. */
final class SecretScan {

  private static final String CANARY = "canary-7c1f-";

  private static final List<String> PAGES =
      List.of("/jobmanager/config", "/jobmanager/environment", "/jars", "/jobs/overview");

  private static final List<String> PAGES_OF_A_JOB =
      List.of("", "/config", "/plan", "/exceptions", "/checkpoints", "/checkpoints/config");

  private final Path folder;

  SecretScan(Path folder) {
    this.folder = folder;
  }

  /** Puts a canary into each place of a Kafka job's configuration where a secret may stand. */
  static void plant(Path configuration, Path secrets) throws IOException {
    Map<String, String> source = new LinkedHashMap<>();
    for (String key :
        List.of(
            "ssl.truststore.password",
            "ssl.keystore.password",
            "ssl.key.password",
            "ssl.keystore.key",
            "sasl.oauthbearer.client.credentials.client.secret",
            "some.interceptor.password")) {
      source.put("kafka." + key, CANARY + key);
    }
    source.put(
        "kafka.sasl.jaas.config",
        "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"u\""
            + " password=\""
            + CANARY
            + "jaas\";");
    Path file = secrets.resolve("canary");
    Files.writeString(file, CANARY + "file");
    source.put("kafka.other.interceptor.password", "${file:" + file + "}");
    change(configuration, "source", source);
  }

  /** Sets keys of a group of a configuration file. */
  static void change(Path configuration, String group, Map<String, String> values)
      throws IOException {
    ObjectMapper json = new ObjectMapper();
    ArrayNode groups = (ArrayNode) json.readTree(configuration.toFile());
    groups.forEach(
        entry -> {
          if (entry.path("PropertyGroupId").asText().equals(group)) {
            values.forEach(((ObjectNode) entry.path("PropertyMap"))::put);
          }
        });
    json.writeValue(configuration.toFile(), groups);
  }

  static String canary(String name) {
    return CANARY + name;
  }

  static boolean shows(String text) {
    return text.contains(CANARY);
  }

  /** The files, those of secrets and of Flink's own settings aside, that hold one. */
  List<String> files() throws IOException {
    List<String> secrets = secrets();
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> !file.startsWith(folder.resolve("secrets")))
          .filter(file -> holds(file, secrets))
          .map(file -> folder.relativize(file).toString())
          .sorted()
          .toList();
    }
  }

  /** The pages of Flink's REST interface that show one. */
  List<String> pages(FlinkRest flink) throws IOException {
    List<String> pages = new ArrayList<>(PAGES);
    for (String job : flink.jobs().keySet()) {
      PAGES_OF_A_JOB.forEach(page -> pages.add("/jobs/" + job + page));
    }
    List<String> secrets = secrets();
    List<String> showing = new ArrayList<>();
    for (String page : pages) {
      String text = flink.fetch(page).toString();
      if (secrets.stream().anyMatch(text::contains)) {
        showing.add(page);
      }
    }
    return showing;
  }

  private List<String> secrets() throws IOException {
    List<String> secrets = new ArrayList<>(List.of(CANARY));
    try (Stream<Path> files = Files.list(folder.resolve("secrets"))) {
      for (Path file : files.toList()) {
        secrets.add(Files.readString(file).strip());
      }
    }
    return secrets;
  }

  private static boolean holds(Path file, List<String> secrets) {
    try {
      String bytes = Files.readString(file, ISO_8859_1);
      return secrets.stream().anyMatch(bytes::contains);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
