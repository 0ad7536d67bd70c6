package io.millrace.contract;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The type of each column of a contract, as text that stays the same while files and tables of it
 * can be read together: without the rules that values must keep, which may change. JSON subtrees
 * and keyed hashes are strings, as they are in the lake.
 */
public final class ColumnTypes {

  private ColumnTypes() {}

  /** By path, such as {@code device.screen.width} and {@code items[].sku}, in their order. */
  public static Map<String, String> of(StreamContract contract) {
    Map<String, String> types = new LinkedHashMap<>();
    collect("", contract.fields(), types);
    return types;
  }

  private static void collect(String prefix, List<Field> fields, Map<String, String> types) {
    fields.forEach(field -> collect(prefix + field.column(), field.storedType(), types));
  }

  private static void collect(String path, ValueType type, Map<String, String> types) {
    types.put(path, name(type));
    if (type instanceof ValueType.Group group) {
      collect(path + ".", group.fields(), types);
    } else if (type instanceof ValueType.ListOf list) {
      collect(path + "[]", list.element(), types);
    }
  }

  private static String name(ValueType type) {
    if (type instanceof ValueType.Text || type instanceof ValueType.Json) {
      return "string";
    } else if (type instanceof ValueType.Whole whole) {
      return "integer of " + whole.bits() + " bits";
    } else if (type instanceof ValueType.Decimal decimal) {
      return "decimal(%d,%d)".formatted(decimal.precision(), decimal.scale());
    }
    return type.getClass().getSimpleName().toLowerCase(Locale.ROOT);
  }
}
