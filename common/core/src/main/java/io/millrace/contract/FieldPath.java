package io.millrace.contract;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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

  /** The path of {@code name} inside the field that this path leads to. */
  public FieldPath child(String name) {
    List<String> longer = new ArrayList<>(names);
    longer.add(name);
    return new FieldPath(longer);
  }

  /** The field this path leads to through groups (not lists), starting among {@code fields}. */
  public Optional<Field> find(List<Field> fields) {
    List<Field> siblings = fields;
    Field found = null;
    for (String name : names) {
      int index = indexOf(name, siblings);
      if (index < 0) {
        return Optional.empty();
      }
      found = siblings.get(index);
      siblings = found.type() instanceof ValueType.Group group ? group.fields() : List.of();
    }
    return Optional.ofNullable(found);
  }

  /**
   * The same way as {@link #find}, as the index of each field among its siblings.
   *
   * @throws IllegalArgumentException if the path leads to no field
   */
  public int[] indexes(List<Field> fields) {
    int[] indexes = new int[names.size()];
    List<Field> siblings = fields;
    for (int i = 0; i < indexes.length; i++) {
      indexes[i] = indexOf(names.get(i), siblings);
      if (indexes[i] < 0) {
        throw new IllegalArgumentException("no field " + this);
      }
      siblings =
          siblings.get(indexes[i]).type() instanceof ValueType.Group group
              ? group.fields()
              : List.of();
    }
    return indexes;
  }

  private static int indexOf(String name, List<Field> fields) {
    for (int i = 0; i < fields.size(); i++) {
      if (fields.get(i).name().equals(name)) {
        return i;
      }
    }
    return -1;
  }

  /** The names joined by dots. */
  @Override
  public String toString() {
    return String.join(".", names);
  }
}
