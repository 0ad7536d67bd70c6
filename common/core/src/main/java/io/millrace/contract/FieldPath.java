package io.millrace.contract;

import java.io.Serializable;
import java.util.List;

/**
 * Where a field is: the names from the top-level field inwards, {@code device.kind}.
 *
 * @param names at least one name ({@link Field#name()}, not the JSON's)
 */
public record FieldPath(List<String> names) implements Serializable {

  public FieldPath {
    names = List.copyOf(names);
    if (names.isEmpty()) {
      throw new IllegalArgumentException("a field path needs at least one name");
    }
  }

  /** The path of {@code dotted}, such as {@code device.kind}. */
  public static FieldPath of(String dotted) {
    return new FieldPath(List.of(dotted.split("\\.", -1)));
  }

  /** The names joined by dots. */
  @Override
  public String toString() {
    return String.join(".", names);
  }
}
