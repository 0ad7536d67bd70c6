package io.millrace.contract;

import io.millrace.contract.YamlValue.Scalar;
import io.millrace.contract.YamlValue.Sequence;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The properties that other parts of a contract can name: those of which an event has one. */
final class Columns {

  /** A property and the field it became. */
  record Column(FieldPath path, Field field) {
    String flatName() {
      return FlatName.of(path, field);
    }
  }

  private final Map<String, Column> byPath = new LinkedHashMap<>();
  private final Set<String> unsound = new HashSet<>();
  private final Set<String> inList = new HashSet<>();
  private final Faults faults;

  Columns(List<Property> properties, Faults faults) {
    this.faults = faults;
    for (Property property : properties) {
      String name = property.path().toString();
      if (property.inList()) {
        inList.add(name);
      } else if (property.sound()) {
        byPath.put(name, new Column(property.path(), property.field()));
      } else {
        unsound.add(name);
      }
    }
    inList.removeAll(byPath.keySet());
    inList.removeAll(unsound);
  }

  /**
   * The property that {@code reference} names. Null if there is none, which is then a fault, or if
   * the property itself is faulty, which has been reported where it stands.
   */
  @Nullable Column named(@Nullable YamlValue reference, String path) {
    if (!(reference instanceof Scalar scalar) || scalar.kind() != Scalar.Kind.TEXT) {
      if (reference != null) {
        faults.add(
            path, reference.line(), "must be the name of a property, is " + reference.kindName());
      }
      return null;
    }
    return named(scalar.text(), path, scalar.line());
  }

  @Nullable Column named(String name, String path, int line) {
    Column column = byPath.get(name);
    if (column != null || unsound.contains(name)) {
      return column;
    }
    faults.add(
        path,
        line,
        inList.contains(name)
            ? "property "
                + name
                + " is inside an array, so that an event can have several; use another"
            : "there is no property "
                + Faults.quoted(name)
                + Suggestion.among(name, byPath.keySet()));
    return null;
  }

  /** The properties that a list names, each once, each {@code suitable}. */
  List<Column> list(Section owner, String key, Predicate<Field> suitable, String right) {
    List<Column> columns = new ArrayList<>();
    if (owner.value(key) instanceof Sequence sequence) {
      for (int i = 0; i < sequence.items().size(); i++) {
        YamlValue item = sequence.items().get(i);
        String path = Faults.item(owner.path(key), i);
        boolean isName = item instanceof Scalar scalar && scalar.kind() == Scalar.Kind.TEXT;
        Column column = isName ? named(item, path) : null;
        if (column == null) {
          continue; // Reported, by the list's shape if it is no name at all.
        }
        if (columns.contains(column)) {
          faults.add(path, item.line(), column.path() + " is here twice; keep one of the two");
        } else if (!suitable.test(column.field())) {
          faults.add(
              path, item.line(), "property " + column.path() + " does not serve here; " + right);
        } else {
          columns.add(column);
        }
      }
    }
    return columns;
  }

  /** Whether the column holds one plain value: neither group, list nor JSON. */
  static boolean isPlain(Field field) {
    ValueType type = field.storedType();
    return !(type instanceof ValueType.Group
        || type instanceof ValueType.ListOf
        || type instanceof ValueType.Json);
  }

  /** Whether the column holds numbers. */
  static boolean isNumber(Field field) {
    ValueType type = field.storedType();
    return type instanceof ValueType.Whole
        || type instanceof ValueType.Floating
        || type instanceof ValueType.Decimal;
  }
}
