package io.millrace.contract;

import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A property of a contract: a member of the JSON object, and a column of the lake.
 *
 * @param name the property's {@code name}
 * @param jsonName the member's name in the JSON: {@code physicalName} where it differs, else {@code
 *     name}
 * @param type what values it takes; for a restricted field, what the value must be before it is
 *     hashed
 * @param required whether a record that lacks it (absent or null) is rejected
 * @param encryptedName for a restricted field, the column that holds its keyed hash; otherwise null
 */
public record Field(
    String name, String jsonName, ValueType type, boolean required, @Nullable String encryptedName)
    implements Serializable {

  /** The column's name in the lake. */
  public String column() {
    return encryptedName == null ? name : encryptedName;
  }

  /**
   * Whether the value is replaced by a keyed hash (HMAC-SHA-256, lower-case hex) before it is
   * stored anywhere.
   */
  public boolean restricted() {
    return encryptedName != null;
  }

  /** The type of the column: that of the value, or text for a restricted field's keyed hash. */
  public ValueType storedType() {
    return restricted() ? ValueType.Text.ANY : type;
  }

  static boolean anyRestricted(List<Field> fields) {
    return fields.stream().anyMatch(f -> f.restricted() || f.type().anyRestricted());
  }
}
