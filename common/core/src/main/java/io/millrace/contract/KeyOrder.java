package io.millrace.contract;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Puts the properties of a key in order: the primary key, or the partition key. Both are marked by
 * a flag and ordered by positions from 1; a single one needs no position.
 */
record KeyOrder(String flag, String position, String suitable) {

  static final KeyOrder PRIMARY_KEY =
      new KeyOrder(
          "primaryKey",
          "primaryKeyPosition",
          "a string, integer, decimal, boolean, date, time or timestamp");

  static final KeyOrder PARTITION =
      new KeyOrder(
          "partitioned",
          "partitionKeyPosition",
          "a string, integer, boolean or date that is not restricted");

  boolean marks(Property property) {
    return property.section().flag(flag);
  }

  /** The key's paths in order; what is wrong with any of them is a fault. */
  List<FieldPath> of(List<Property> properties) {
    List<Property> marked = new ArrayList<>();
    for (Property property : properties) {
      boolean positioned = positionOf(property) != null;
      if (marks(property)) {
        marked.add(property);
      } else if (positioned) {
        property.section().fault(position, "needs " + flag + ": true beside it");
      }
    }
    marked.forEach(this::checkSuitable);
    Map<Integer, Property> ordered = new TreeMap<>();
    for (Property property : marked) {
      Integer at = positionOf(property);
      if (at == null && marked.size() > 1) {
        property
            .section()
            .fault(
                position,
                "is missing; "
                    + marked.size()
                    + " properties have "
                    + flag
                    + ", so number them 1 to "
                    + marked.size());
      } else if (at != null && (at < 1 || at > marked.size())) {
        property
            .section()
            .fault(position, "is " + at + "; number the properties from 1 to " + marked.size());
      } else if (ordered.putIfAbsent(at == null ? 1 : at, property) != null) {
        property
            .section()
            .fault(position, at + " is here twice; number them 1 to " + marked.size());
      }
    }
    return ordered.values().stream().map(Property::path).toList();
  }

  /** The standard's default, -1, is none. */
  private @Nullable Integer positionOf(Property property) {
    Integer at = property.section().integer(position);
    return at == null || at == -1 ? null : at;
  }

  private void checkSuitable(Property property) {
    if (property.inList()) {
      property
          .section()
          .fault(flag, "is inside an array, so that an event can have several; use another");
    } else if (property.sound() && !suits(property.field())) {
      property.section().fault(flag, "cannot be of this type; use " + suitable);
    }
  }

  private boolean suits(Field field) {
    ValueType type = field.type();
    boolean always =
        type instanceof ValueType.Text
            || type instanceof ValueType.Whole
            || type instanceof ValueType.Bool
            || type instanceof ValueType.Date;
    if (this.equals(PARTITION)) {
      return always && !field.restricted();
    }
    return always
        || type instanceof ValueType.Decimal
        || type instanceof ValueType.TimeOfDay
        || type instanceof ValueType.Timestamp;
  }
}
