package io.millrace.local.feed;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes a record's key from its JSON, so that records of one key share a partition.
 *
 * @param path the names that lead to the property
 */
public record RecordKey(List<String> path) {

  private static final ObjectMapper JSON = new ObjectMapper();

  public RecordKey {
    path = List.copyOf(path);
  }

  /** By a property's name, with dots for one in an object: {@code user.id}. */
  public static RecordKey of(String property) {
    return new RecordKey(List.of(property.split("\\.", -1)));
  }

  /**
   * The value of the property: a string's text, anything else as JSON. Null if the line is no JSON
   * object, or the property is absent or null.
   */
  public byte @Nullable [] of(byte[] line) {
    JsonNode node;
    try {
      node = JSON.readTree(line);
    } catch (IOException broken) {
      return null; // It is sent all the same: what is broken is the jobs' to say.
    }
    for (String name : path) {
      node = node.path(name);
    }
    if (node.isMissingNode() || node.isNull()) {
      return null;
    }
    return (node.isTextual() ? node.asText() : node.toString()).getBytes(UTF_8);
  }
}
