package io.millrace.contract;

import java.io.Serializable;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A library metric of {@code quality[]}.
 *
 * @param property the property it is about; null for the whole stream
 * @param metric the ODCS library metric, such as {@code nullValues}
 * @param operators the comparisons, such as {@code mustBeLessThan}, with their operands as text
 */
public record QualityRule(
    @Nullable FieldPath property, String metric, Map<String, String> operators)
    implements Serializable {

  public QualityRule {
    operators = Map.copyOf(operators);
  }
}
