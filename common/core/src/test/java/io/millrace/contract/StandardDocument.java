package io.millrace.contract;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import io.millrace.contract.YamlValue.Mapping;
import io.millrace.contract.YamlValue.Scalar;
import io.millrace.contract.YamlValue.Sequence;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;

/** The standard's own JSON Schema, asked about a YAML file. */
final class StandardDocument {

  private static final JsonSchema SCHEMA = schema();

  private StandardDocument() {}

  /** What the standard finds wrong. */
  static List<String> faults(byte[] yaml) {
    return faultsOf(requireNonNull(YamlReader.read(yaml, new Faults())));
  }

  static List<String> faultsOf(YamlValue document) {
    return SCHEMA.validate(json(document)).stream().map(ValidationMessage::getMessage).toList();
  }

  /** The document as JSON, which is YAML too. */
  static String text(YamlValue document) {
    return json(document).toString();
  }

  private static JsonNode json(YamlValue value) {
    JsonNodeFactory nodes = JsonNodeFactory.instance;
    if (value instanceof Mapping mapping) {
      var object = nodes.objectNode();
      mapping.entries().forEach((key, entry) -> object.set(key, json(entry.value())));
      return object;
    }
    if (value instanceof Sequence sequence) {
      var array = nodes.arrayNode();
      sequence.items().forEach(item -> array.add(json(item)));
      return array;
    }
    Scalar scalar = (Scalar) value;
    return switch (scalar.kind()) {
      case TEXT -> nodes.textNode(scalar.text());
      case BOOLEAN -> nodes.booleanNode(scalar.isTrue());
      case NULL -> nodes.nullNode();
      case INTEGER -> nodes.numberNode(requireNonNull(scalar.number()).toBigIntegerExact());
      case FLOAT -> nodes.numberNode(requireNonNull(scalar.number()));
    };
  }

  private static JsonSchema schema() {
    try (InputStream json =
        StandardDocument.class.getResourceAsStream("/odcs/odcs-json-schema-v3.1.0.json")) {
      return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V201909)
          .getSchema(requireNonNull(json));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
