package io.millrace.bench.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * The storefront contract as it goes on from version to version. Of one thread.
 *
 * <p>Each is a file of its own: a job that goes back to an earlier one finds it.
 */
final class ContractVersions {

  private static final String BEFORE_THIS = "      - name: context\n";

  /** By the column's path: how it stands in the contract, and how with another type. */
  static final Map<String, Map.Entry<String, String>> RETYPED =
      Map.of(
          "total",
          Map.entry("physicalType: DECIMAL(12,2)", "physicalType: DOUBLE"),
          "device.screen.width",
          Map.entry(
              "width, logicalType: integer, physicalType: INT",
              "width, logicalType: integer, physicalType: BIGINT"),
          "payment.due_on",
          Map.entry("due_on, logicalType: date", "due_on, logicalType: string"));

  private Path file;
  private int version;

  /** From this file on. */
  ContractVersions(Path file) {
    this.file = file;
  }

  /** The one that jobs run by. */
  Path file() {
    return file;
  }

  /** Goes on to a version with one more column, which is the first of the name's jobs' to come. */
  String addColumn() throws IOException {
    String name = "tier_" + (version + 1);
    file =
        write(
            BEFORE_THIS,
            "      - { name: %s, logicalType: string, logicalTypeOptions: { maxLength: 20 } }\n%s"
                .formatted(name, BEFORE_THIS));
    return name;
  }

  /** A version in which a column has another type; nobody should run by it. */
  Path retyped(String column) throws IOException {
    Map.Entry<String, String> change = RETYPED.getOrDefault(column, Map.entry("", ""));
    return write(change.getKey(), change.getValue());
  }

  private Path write(String what, String by) throws IOException {
    String text = Files.readString(file);
    if (what.isEmpty() || !text.contains(what)) {
      throw new IllegalStateException("the contract has no " + what);
    }
    version++;
    return Files.writeString(
        file.resolveSibling("storefront-%d.odcs.yaml".formatted(version)),
        text.replace(what, by)
            .replaceFirst("(?m)^version: .*$", "version: 1.%d.0".formatted(version)));
  }
}
