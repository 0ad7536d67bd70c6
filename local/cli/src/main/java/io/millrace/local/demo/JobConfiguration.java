package io.millrace.local.demo;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.millrace.local.feed.StorefrontGenerator;
import io.millrace.local.platform.Platform;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** A job's configuration for a demo: property groups, secrets by reference only. */
final class JobConfiguration {

  private static final String HASH_KEY = "hash-key";
  private static final String DEAD_LETTER_KEY = "dead-letter-key";

  private final Map<String, Map<String, String>> groups = new LinkedHashMap<>();

  private JobConfiguration() {}

  /** Configures the job to read the demo's source and to write its lake and database. */
  static JobConfiguration of(DemoState state, Path contract, Platform platform) throws IOException {
    return of(DemoJob.LAKE, state.job(), state, contract, platform);
  }

  /**
   * Configures a job of any kind that reads Kafka.
   *
   * @param name the job's, in the ledger
   */
  static JobConfiguration of(
      DemoJob kind, String name, String topic, Path contract, Platform platform)
      throws IOException {
    return of(kind, name, new DemoState(topic, topic, name, null), contract, platform);
  }

  /**
   * Configures a job of any kind.
   *
   * @param name the job's, in the ledger
   */
  static JobConfiguration of(
      DemoJob kind, String name, DemoState state, Path contract, Platform platform)
      throws IOException {
    JobConfiguration configuration = new JobConfiguration();
    configuration.group("job").put("name", name);
    configuration.group("job").put("contract", contract.toAbsolutePath().normalize().toString());
    Map<String, String> source = configuration.group("source");
    source.putAll(
        state.source().configuration(state.source().address(platform), state.topic(), name));
    source.put("idle-timeout", "5 s");
    source.put("max-record-size", StorefrontGenerator.MAX_RECORD_BYTES + " bytes");
    source.put("max-string-length", Integer.toString(StorefrontGenerator.MAX_STRING_LENGTH));
    if (kind != DemoJob.ROLLUPS) {
      configuration.group("lake").put("path", platform.lakeUri());
    }
    Map<String, String> jdbc = configuration.group("jdbc");
    jdbc.put("url", platform.database().jdbcUrl());
    jdbc.put("user", platform.database().user());
    jdbc.put("password", reference(platform.database().passwordFile()));
    Map<String, String> secrets = configuration.group("secrets");
    secrets.put(HASH_KEY, reference(KeyFile.in(platform.folder(), HASH_KEY)));
    if (kind == DemoJob.LAKE) {
      secrets.put(DEAD_LETTER_KEY, reference(KeyFile.in(platform.folder(), DEAD_LETTER_KEY)));
    }
    return configuration;
  }

  /** Writes the file that {@code --config} takes. */
  Path writeTo(Path file) throws IOException {
    ObjectMapper json = new ObjectMapper();
    ArrayNode list = json.createArrayNode();
    groups.forEach(
        (name, values) ->
            list.addObject()
                .put("PropertyGroupId", name)
                .set("PropertyMap", json.valueToTree(values)));
    json.writerWithDefaultPrettyPrinter().writeValue(file.toFile(), list);
    return file;
  }

  private Map<String, String> group(String name) {
    return groups.computeIfAbsent(name, unseen -> new LinkedHashMap<>());
  }

  private static String reference(Path file) {
    return "${file:" + file + "}";
  }
}
