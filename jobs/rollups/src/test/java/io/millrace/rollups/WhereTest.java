package io.millrace.rollups;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.aggregate.RowFields;
import io.millrace.contract.FieldPath;
import io.millrace.contract.RollupDefinition.Condition;
import io.millrace.rollups.Orders.Order;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class WhereTest {

  private static final Order FULL = new Order(0, 0, 1, "DE", 3, new BigDecimal("1.50"), 0.5);
  private static final Order EMPTY = new Order(0, 1, 1, null, null, null, null);

  @Test
  void aListLetsInItsValuesAndNoNull() {
    assertThat(lets(FULL, in("country", "FR", "DE"))).isTrue();
    assertThat(lets(FULL, in("country", "FR"))).isFalse();
    assertThat(lets(FULL, in("kind", "3"))).isTrue();
    assertThat(lets(FULL, in("amount", "1.5"))).as("whatever its scale").isTrue();
    assertThat(lets(FULL, in("at", "1970-01-01T00:00:00.001Z"))).isTrue();
    assertThat(lets(EMPTY, in("country", "DE"))).isFalse();
  }

  @Test
  void aListOfOthersKeepsOutItsValuesAndNull() {
    assertThat(lets(FULL, notIn("country", "FR"))).isTrue();
    assertThat(lets(FULL, notIn("country", "FR", "DE"))).isFalse();
    assertThat(lets(FULL, notIn("kind", "3"))).isFalse();
    assertThat(lets(EMPTY, notIn("country", "FR"))).isFalse();
  }

  @Test
  void notNullLetsInEveryValue() {
    assertThat(lets(FULL, notNull("weight"))).isTrue();
    assertThat(lets(EMPTY, notNull("weight"))).isFalse();
  }

  @Test
  void allConditionsMustHoldAndNoneLetsInAll() {
    assertThat(lets(FULL, in("country", "DE"), notIn("kind", "4"), notNull("weight"))).isTrue();
    assertThat(lets(FULL, in("country", "DE"), notIn("kind", "3"))).isFalse();
    assertThat(lets(FULL, in("country", "FR"), notNull("weight"))).isFalse();
    assertThat(lets(EMPTY)).isTrue();
  }

  private static boolean lets(Order order, Condition... conditions) {
    RowFields fields = new RowFields(Orders.contract(Duration.ZERO, List.of()));
    Where where = new Where(fields, List.of(conditions));
    // Another row before it leaves nothing behind.
    fields.open((order.equals(FULL) ? EMPTY : FULL).event().row());
    where.lets();
    fields.open(order.event().row());
    return where.lets();
  }

  private static Condition in(String property, String... values) {
    return new Condition(FieldPath.of(property), Condition.Test.IN, List.of(values));
  }

  private static Condition notIn(String property, String... values) {
    return new Condition(FieldPath.of(property), Condition.Test.NOT_IN, List.of(values));
  }

  private static Condition notNull(String property) {
    return new Condition(FieldPath.of(property), Condition.Test.NOT_NULL, List.of());
  }
}
