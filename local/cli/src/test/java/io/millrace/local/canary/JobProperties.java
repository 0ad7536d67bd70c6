package io.millrace.local.canary;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.millrace.local.demo.DemoJob;
import io.millrace.local.platform.Platform;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** A job's configuration: property groups. */
final class JobProperties {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Map<String, Map<String, String>> groups = new LinkedHashMap<>();

  /**
   * Of a job that reads a stream from the platform's services and writes to them; its name is its
   * kind and source. It has no secret yet.
   *
   * @param source {@code kafka} or {@code kinesis}
   */
  static JobProperties of(
      DemoJob kind, String source, Path contract, String stream, Platform platform) {
    String name = kind.folder() + "-" + source;
    JobProperties properties =
        new JobProperties()
            .set("job.name", name)
            .set("job.contract", contract.toString())
            .set("source.type", source)
            .set("source.idle-timeout", "5 s")
            .set("jdbc.url", platform.database().jdbcUrl())
            .set("jdbc.user", platform.database().user());
    if (source.equals("kafka")) {
      properties
          .set("source.bootstrap-servers", platform.broker().bootstrapServers())
          .set("source.topic", stream)
          .set("source.group-id", name);
    } else {
      properties
          .set("source.stream-arn", "arn:aws:kinesis:us-east-1:000000000000:stream/" + stream)
          .set("source.kinesis.aws.endpoint", platform.kinesis().endpoint().toString())
          .set("source.kinesis.aws.credentials.provider", "BASIC");
    }
    if (kind != DemoJob.ROLLUPS) {
      properties.set("lake.path", platform.lakeUri() + "/" + source);
    }
    return properties;
  }

  /** Sets {@code group.key}. */
  JobProperties set(String key, String value) {
    int dot = key.indexOf('.');
    groups
        .computeIfAbsent(key.substring(0, dot), unseen -> new LinkedHashMap<>())
        .put(key.substring(dot + 1), value);
    return this;
  }

  JobProperties set(Map<String, String> values) {
    values.forEach(this::set);
    return this;
  }

  /** Takes out each {@code group.key} that begins so. */
  JobProperties without(String prefix) {
    groups.forEach(
        (group, keys) -> keys.keySet().removeIf(key -> (group + "." + key).startsWith(prefix)));
    return this;
  }

  /** What the job reads: {@code kafka} or {@code kinesis}. */
  String source() {
    return groups.get("source").get("type");
  }

  /** Writes the file that {@code --config} takes. */
  Path writeTo(Path file) throws IOException {
    ArrayNode list = JSON.createArrayNode();
    groups.forEach(
        (name, values) ->
            list.addObject()
                .put("PropertyGroupId", name)
                .set("PropertyMap", JSON.valueToTree(values)));
    JSON.writerWithDefaultPrettyPrinter().writeValue(file.toFile(), list);
    return file;
  }
}
