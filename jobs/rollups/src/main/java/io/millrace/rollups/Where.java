package io.millrace.rollups;

import io.millrace.aggregate.RowFields;
import io.millrace.contract.RollupDefinition.Condition;
import io.millrace.contract.ValueType;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A rollup's conditions. As in SQL, a null is in no list and outside of none: only {@code notNull}
 * and the lists of other values see it, and none lets it in.
 */
final class Where {

  private record Compiled(int slot, Condition.Test test, Set<Object> values) {}

  private final RowFields fields;
  private final List<Compiled> conditions = new ArrayList<>();

  Where(RowFields fields, List<Condition> where) {
    this.fields = fields;
    for (Condition condition : where) {
      int slot = fields.slot(condition.property());
      Set<Object> values = new HashSet<>();
      for (String text : condition.values()) {
        values.add(value(fields.field(slot).storedType(), text));
      }
      conditions.add(new Compiled(slot, condition.test(), values));
    }
  }

  /** Whether the row that the fields stand at is let in. */
  boolean lets() {
    for (Compiled condition : conditions) {
      if (!holds(condition)) {
        return false;
      }
    }
    return true;
  }

  private boolean holds(Compiled condition) {
    if (condition.test() == Condition.Test.NOT_NULL) {
      return fields.present(condition.slot());
    }
    Object value = fields.value(condition.slot());
    return value != null
        && condition.values().contains(value) == (condition.test() == Condition.Test.IN);
  }

  /** The contract's compiler has brought the text into the type's ISO form. */
  private static Object value(ValueType type, String text) {
    if (type instanceof ValueType.Bool) {
      return Boolean.valueOf(text);
    } else if (type instanceof ValueType.Whole whole) {
      return whole.bits() == 32 ? (Object) Integer.valueOf(text) : (Object) Long.valueOf(text);
    } else if (type instanceof ValueType.Decimal decimal) {
      return new BigDecimal(text).setScale(decimal.scale());
    } else if (type instanceof ValueType.Date) {
      return LocalDate.parse(text);
    } else if (type instanceof ValueType.TimeOfDay) {
      return LocalTime.parse(text);
    } else if (type instanceof ValueType.Timestamp) {
      return Instant.parse(text);
    }
    return text;
  }
}
