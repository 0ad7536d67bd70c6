package io.millrace.connectors.config;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonEOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads property groups in the JSON form of Amazon Managed Service for Apache Flink: {@code
 * [{"PropertyGroupId": "source", "PropertyMap": {"topic": "orders"}}]}. Values are strings only, as
 * there, so that a file that works here works there.
 *
 * <p>Messages name lines and keys, never values: they might be secrets.
 */
final class PropertyGroupsFile {

  private static final String SHAPE =
      "[{\"PropertyGroupId\": \"…\", \"PropertyMap\": {\"key\": \"value\"}}]";

  private final Path file;
  private final List<ConfigurationFault> faults;
  private final Map<String, Map<String, String>> groups = new LinkedHashMap<>();

  private PropertyGroupsFile(Path file, List<ConfigurationFault> faults) {
    this.file = file;
    this.faults = faults;
  }

  /** The file's groups, by name; what is wrong with it is added to the faults. */
  static Map<String, Map<String, String>> read(Path file, List<ConfigurationFault> faults) {
    PropertyGroupsFile reader = new PropertyGroupsFile(file, faults);
    try {
      // Bytes, not text: Jackson finds UTF-8, UTF-16 or UTF-32 by itself, and rejects broken ones.
      byte[] content = Files.readAllBytes(file);
      try (JsonParser json = new JsonFactory().createParser(content)) {
        reader.groups(json);
      }
    } catch (NoSuchFileException e) {
      faults.add(new ConfigurationFault("--config", "file " + file + " does not exist"));
    } catch (JsonProcessingException e) {
      // Jackson's message quotes the text at fault, which may be a secret.
      String what = e instanceof JsonEOFException ? "JSON ends too early" : "malformed JSON";
      faults.add(
          new ConfigurationFault(
              e.getLocation() == null
                  ? file.toString()
                  : file + ":" + e.getLocation().getLineNr() + ":" + e.getLocation().getColumnNr(),
              what + "; expected " + SHAPE));
    } catch (IOException e) {
      faults.add(
          new ConfigurationFault(
              "--config",
              "file " + file + " cannot be read (" + e.getClass().getSimpleName() + ")"));
    }
    return reader.groups;
  }

  private void groups(JsonParser json) throws IOException {
    if (json.nextToken() != JsonToken.START_ARRAY) {
      fault(json, "must be an array of property groups: " + SHAPE);
      return;
    }
    while (json.nextToken() != JsonToken.END_ARRAY) {
      if (json.currentToken() == JsonToken.START_OBJECT) {
        group(json);
      } else {
        fault(json, "must be a property group: " + SHAPE);
        json.skipChildren();
      }
    }
    if (json.nextToken() != null) {
      fault(json, "text after the array of property groups");
    }
  }

  private void group(JsonParser json) throws IOException {
    int line = json.currentLocation().getLineNr();
    String name = null;
    Map<String, String> map = null;
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String field = json.currentName();
      json.nextToken();
      switch (field) {
        case "PropertyGroupId" -> name = text(json, field, name);
        case "PropertyMap" -> {
          if (map != null) {
            fault(json, "PropertyMap is there twice");
          }
          map = propertyMap(json);
        }
        default -> {
          fault(
              json,
              "unknown field "
                  + field
                  + Suggestions.forName(field, List.of("PropertyGroupId", "PropertyMap")));
          json.skipChildren();
        }
      }
    }
    add(line, name, map);
  }

  private void add(int line, @Nullable String name, @Nullable Map<String, String> map) {
    if (name == null) {
      fault(line, "PropertyGroupId is missing");
    } else if (map == null) {
      fault(line, "PropertyMap of group " + name + " is missing");
    } else if (groups.putIfAbsent(name, map) != null) {
      fault(line, "group " + name + " is there twice");
    }
  }

  private @Nullable String text(JsonParser json, String field, @Nullable String before)
      throws IOException {
    if (before != null) {
      fault(json, field + " is there twice");
    }
    if (json.currentToken() == JsonToken.VALUE_STRING) {
      return json.getText();
    }
    fault(json, field + " must be a string, is " + kind(json.currentToken()));
    json.skipChildren();
    return before;
  }

  private Map<String, String> propertyMap(JsonParser json) throws IOException {
    Map<String, String> map = new LinkedHashMap<>();
    if (json.currentToken() != JsonToken.START_OBJECT) {
      fault(json, "PropertyMap must be an object of strings, is " + kind(json.currentToken()));
      json.skipChildren();
      return map;
    }
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String key = json.currentName();
      json.nextToken();
      String value = text(json, key, map.get(key));
      if (value != null) {
        map.put(key, value);
      }
    }
    return map;
  }

  private static String kind(JsonToken token) {
    return switch (token) {
      case START_OBJECT -> "an object";
      case START_ARRAY -> "an array";
      case VALUE_NULL -> "null";
      case VALUE_TRUE, VALUE_FALSE -> "a boolean (put it in quotes)";
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "a number (put it in quotes)";
      default -> "something else";
    };
  }

  private void fault(JsonParser json, String message) {
    fault(json.currentLocation().getLineNr(), message);
  }

  private void fault(int line, String message) {
    faults.add(new ConfigurationFault(file + ":" + line, message));
  }
}
