package io.millrace.contract;

import io.millrace.contract.YamlValue.Entry;
import io.millrace.contract.YamlValue.Mapping;
import io.millrace.contract.YamlValue.Scalar;
import io.millrace.contract.YamlValue.Sequence;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A mapping of the file, its path, and where to report. Reads leniently: a member of the wrong kind
 * reads as absent, because its {@link Shape} has reported it already.
 */
record Section(String path, Mapping mapping, Faults faults) {

  boolean has(String key) {
    return mapping.entries().containsKey(key);
  }

  @Nullable YamlValue value(String key) {
    Entry entry = mapping.entries().get(key);
    return entry == null ? null : entry.value();
  }

  /** Checks a member, if it is here, against {@code shape}. */
  void check(String key, Shape shape) {
    YamlValue value = value(key);
    if (value != null) {
      shape.check(path(key), value, faults);
    }
  }

  /** A string; null where there is none. */
  @Nullable String text(String key) {
    return value(key) instanceof Scalar scalar && scalar.kind() == Scalar.Kind.TEXT
        ? scalar.text()
        : null;
  }

  /** A string that must not be blank, or {@code otherwise}. */
  String text(String key, String otherwise) {
    String text = text(key);
    if (text != null && text.isBlank()) {
      fault(key, "is blank; write a text");
    }
    return text == null ? otherwise : text;
  }

  boolean flag(String key) {
    return value(key) instanceof Scalar scalar && scalar.isTrue();
  }

  @Nullable Integer integer(String key) {
    return value(key) instanceof Scalar scalar ? integer(scalar) : null;
  }

  @Nullable BigDecimal number(String key) {
    return value(key) instanceof Scalar scalar ? scalar.number() : null;
  }

  static @Nullable Integer integer(Scalar scalar) {
    BigDecimal number = scalar.kind() == Scalar.Kind.INTEGER ? scalar.number() : null;
    return number == null || NumberRange.ofBits(Integer.SIZE).without(number)
        ? null
        : number.intValueExact();
  }

  @Nullable Section section(String key) {
    return value(key) instanceof Mapping member ? new Section(path(key), member, faults) : null;
  }

  /** The mappings of a list; empty where there is none. */
  List<Section> sections(String key) {
    return value(key) == null ? List.of() : sections(value(key), path(key), faults);
  }

  static List<Section> sections(@Nullable YamlValue value, String path, Faults faults) {
    List<Section> sections = new ArrayList<>();
    if (value instanceof Sequence sequence) {
      for (int i = 0; i < sequence.items().size(); i++) {
        if (sequence.items().get(i) instanceof Mapping item) {
          sections.add(new Section(Faults.item(path, i), item, faults));
        }
      }
    }
    return sections;
  }

  /** The items of a list; empty where there is none. */
  List<YamlValue> items(String key) {
    return value(key) instanceof Sequence sequence ? sequence.items() : List.of();
  }

  String path(String key) {
    return Faults.member(path, key);
  }

  int line(String key) {
    Entry entry = mapping.entries().get(key);
    return entry == null ? mapping.line() : entry.line();
  }

  /** Reports about a member. */
  void fault(String key, String message) {
    faults.add(path(key), line(key), message);
  }

  /** Reports about the mapping itself. */
  void fault(String message) {
    faults.add(path, mapping.line(), message);
  }
}
