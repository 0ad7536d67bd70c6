package io.millrace.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** A small contract as text, with more lines at the places where tests need them. */
record ContractText(
    List<String> top, List<String> stream, List<String> properties, List<String> custom) {

  /** Its properties are {@code id}, the key, and {@code at}, the event time. */
  static final ContractText SMALL = new ContractText(List.of(), List.of(), List.of(), List.of());

  static final String PROPERTIES = "schema[0].properties";
  static final String CUSTOM = "schema[0].customProperties";

  /** With a property, number 2. */
  ContractText property(String... flow) {
    return new ContractText(top, stream, List.of(flow), custom);
  }

  /** With a custom property, number 1. */
  ContractText custom(String... flow) {
    return new ContractText(top, stream, properties, List.of(flow));
  }

  ContractText top(String... lines) {
    return new ContractText(List.of(lines), stream, properties, custom);
  }

  ContractText stream(String... lines) {
    return new ContractText(top, List.of(lines), properties, custom);
  }

  String yaml() {
    StringBuilder yaml = new StringBuilder();
    yaml.append(
        "apiVersion: v3.1.0\nkind: DataContract\nid: test\nversion: 1.0.0\nstatus: active\n");
    top.forEach(line -> yaml.append(line).append('\n'));
    yaml.append("schema:\n  - name: events\n    properties:\n");
    yaml.append(
        "      - { name: id, logicalType: string, primaryKey: true, primaryKeyPosition: 1 }\n");
    yaml.append("      - { name: at, logicalType: timestamp }\n");
    properties.forEach(flow -> yaml.append("      - ").append(flow).append('\n'));
    yaml.append("    customProperties:\n      - { property: eventTime, value: at }\n");
    custom.forEach(flow -> yaml.append("      - ").append(flow).append('\n'));
    stream.forEach(line -> yaml.append("    ").append(line).append('\n'));
    return yaml.toString();
  }

  StreamContract compile() {
    return ContractCompiler.compile("test.yaml", bytes(yaml()));
  }

  static List<ContractFault> faults(String yaml) {
    return ContractCompiler.check("test.yaml", bytes(yaml)).faults();
  }

  /** One fault and no other; {@code message} is part of what it says. */
  static void assertOnlyFault(String yaml, String path, String message) {
    List<ContractFault> faults = faults(yaml);
    assertThat(faults).as(yaml).hasSize(1);
    assertThat(faults.get(0).path()).isEqualTo(path);
    assertThat(faults.get(0).message()).contains(message);
    assertThat(faults.get(0).line()).isBetween(1, 1 + (int) yaml.lines().count());
  }

  static byte[] bytes(String yaml) {
    return yaml.getBytes(StandardCharsets.UTF_8);
  }
}
