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
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
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
  private final Set<String> unreadable = new TreeSet<>();

  private PropertyGroupsFile(Path file, List<ConfigurationFault> faults) {
    this.file = file;
    this.faults = faults;
  }

  /**
   * What could be read.
   *
   * @param unreadable groups, and keys as {@code group.key}, that are there and have no value for a
   *     fault that has been noted
   */
  record Content(Map<String, Map<String, String>> groups, Set<String> unreadable) {}

  /**
   * The file's groups, by name; what is wrong with it is added to the faults.
   *
   * @throws InvalidConfigurationException with all faults, when the file is so broken that what it
   *     lacks cannot be told
   */
  static Content read(Path file, List<ConfigurationFault> faults) {
    PropertyGroupsFile reader = new PropertyGroupsFile(file, faults);
    boolean understood = false;
    try {
      // Bytes, not text: Jackson finds UTF-8, UTF-16 or UTF-32 by itself, and rejects broken ones.
      byte[] content = Files.readAllBytes(file);
      try (JsonParser json = new JsonFactory().createParser(content)) {
        understood = reader.groups(json);
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
    if (!understood) {
      throw new InvalidConfigurationException(faults);
    }
    return new Content(reader.groups, reader.unreadable);
  }

  /** False when it cannot be told which groups there are. */
  private boolean groups(JsonParser json) throws IOException {
    if (json.nextToken() != JsonToken.START_ARRAY) {
      fault(json, "must be an array of property groups: " + SHAPE);
      return false;
    }
    boolean understood = true;
    while (json.nextToken() != JsonToken.END_ARRAY) {
      if (json.currentToken() == JsonToken.START_OBJECT) {
        understood &= group(json);
      } else {
        understood = false;
        fault(json, "must be a property group: " + SHAPE);
        json.skipChildren();
      }
    }
    if (json.nextToken() != null) {
      fault(json, "text after the array of property groups");
      understood = false;
    }
    return understood;
  }

  /** False when it has no name. */
  private boolean group(JsonParser json) throws IOException {
    int line = json.currentLocation().getLineNr();
    String name = null;
    Map<String, String> map = null;
    boolean mapIsThere = false;
    List<String> withoutText = new ArrayList<>();
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String field = json.currentName();
      json.nextToken();
      switch (field) {
        case "PropertyGroupId" -> name = text(json, field, name);
        case "PropertyMap" -> {
          if (mapIsThere) {
            fault(json, "PropertyMap is there twice");
          }
          mapIsThere = true;
          map = propertyMap(json, withoutText);
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
    return add(line, name, map, mapIsThere, withoutText);
  }

  private boolean add(
      int line,
      @Nullable String name,
      @Nullable Map<String, String> map,
      boolean mapIsThere,
      List<String> withoutText) {
    if (name == null) {
      fault(line, "PropertyGroupId is missing");
      return false;
    }
    if (map == null) {
      if (!mapIsThere) {
        fault(line, "PropertyMap of group " + name + " is missing");
      }
      unreadable.add(name);
    } else if (groups.putIfAbsent(name, map) != null) {
      fault(line, "group " + name + " is there twice");
    }
    withoutText.forEach(key -> unreadable.add(name + "." + key));
    return true;
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

  private @Nullable Map<String, String> propertyMap(JsonParser json, List<String> withoutText)
      throws IOException {
    if (json.currentToken() != JsonToken.START_OBJECT) {
      fault(json, "PropertyMap must be an object of strings, is " + kind(json.currentToken()));
      json.skipChildren();
      return null;
    }
    Map<String, String> map = new LinkedHashMap<>();
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String key = json.currentName();
      json.nextToken();
      String value = text(json, key, map.get(key));
      if (value == null) {
        withoutText.add(key);
      } else {
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
