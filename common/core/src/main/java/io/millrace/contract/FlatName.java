package io.millrace.contract;

import java.util.ArrayList;
import java.util.List;

/** Makes one column name of a path. */
final class FlatName {

  private FlatName() {}

  static String of(FieldPath path, Field field) {
    List<String> names = new ArrayList<>(path.names());
    names.set(names.size() - 1, field.column());
    return String.join("_", names);
  }
}
