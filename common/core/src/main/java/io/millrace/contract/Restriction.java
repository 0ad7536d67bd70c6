package io.millrace.contract;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** {@code classification: restricted} and {@code encryptedName}: neither without the other. */
final class Restriction {

  private Restriction() {}

  static boolean isRestricted(Section property) {
    return property.text("classification", "").toLowerCase(Locale.ROOT).equals("restricted");
  }

  /** The column of the keyed hash; null for a property that is stored as it is. */
  static @Nullable String encryptedName(Section property, ValueType type) {
    boolean restricted = isRestricted(property);
    String encryptedName = property.text("encryptedName");
    if (!restricted && !property.has("encryptedName")) {
      return null;
    }
    if (!restricted) {
      property.fault(
          "encryptedName",
          "only a restricted property is hashed; add classification: restricted, or remove it");
      return null;
    }
    if (!property.has("encryptedName")) {
      property.fault(
          "encryptedName",
          "is missing; a restricted property needs the name of the column for its keyed hash, such"
              + " as "
              + property.text("name", "name")
              + "_hash");
      return null;
    }
    if (!(type instanceof ValueType.Text || type instanceof ValueType.Whole)) {
      property.fault(
          "classification",
          "only a string or an integer can be hashed; restrict the strings and integers inside"
              + " instead");
      return null;
    }
    boolean usable =
        encryptedName != null
            && Names.check(encryptedName, Names.MAX_LENGTH, property, "encryptedName");
    return usable ? encryptedName : null;
  }
}
