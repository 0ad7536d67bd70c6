package io.millrace.contract;

import java.io.Serializable;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A library metric of {@code quality[]}. Checks of the types {@code text}, {@code sql} and {@code
 * custom} are for people and other tools; they are not compiled.
 *
 * @param name the check's {@code name}, or null
 * @param property the property it is about, which may be inside a list; null for the whole stream
 * @param operands one number, or two for the operators of a range
 * @param percent whether the operands are percents of all rows ({@code unit: percent}) rather than
 *     numbers of rows
 * @param severity as the contract has it, or null
 * @param values for {@link Metric#MISSING_VALUES} the texts that count as missing, for {@link
 *     Metric#INVALID_VALUES} the only valid ones; otherwise empty
 * @param pattern for {@link Metric#INVALID_VALUES} what each valid value matches, or null
 * @param properties for {@link Metric#DUPLICATE_VALUES} of the whole stream, the properties that
 *     are unique together; otherwise empty
 */
public record QualityRule(
    @Nullable String name,
    @Nullable FieldPath property,
    QualityRule.Metric metric,
    QualityRule.Operator operator,
    List<BigDecimal> operands,
    boolean percent,
    @Nullable String severity,
    List<String> values,
    @Nullable String pattern,
    List<FieldPath> properties)
    implements Serializable {

  public QualityRule {
    operands = List.copyOf(operands);
    values = List.copyOf(values);
    properties = List.copyOf(properties);
  }

  /** The standard's library metrics. */
  public enum Metric {
    NULL_VALUES,
    MISSING_VALUES,
    INVALID_VALUES,
    DUPLICATE_VALUES,
    ROW_COUNT
  }

  /** How the metric's figure compares with the operands. */
  public enum Operator {
    MUST_BE,
    MUST_NOT_BE,
    MUST_BE_GREATER_THAN,
    MUST_BE_GREATER_OR_EQUAL_TO,
    MUST_BE_LESS_THAN,
    MUST_BE_LESS_OR_EQUAL_TO,
    MUST_BE_BETWEEN,
    MUST_NOT_BE_BETWEEN
  }
}
