package io.millrace.contract;

import io.millrace.contract.QualityRule.Metric;
import io.millrace.contract.QualityRule.Operator;
import io.millrace.contract.YamlValue.Scalar;
import io.millrace.contract.YamlValue.Sequence;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Compiles {@code quality[]}: the stream's, and each property's. */
final class QualityCompiler {

  private static final Map<String, Metric> METRICS = new LinkedHashMap<>();
  private static final Map<String, Operator> OPERATORS = new LinkedHashMap<>();

  /** The standard lets these compare anything. */
  private static final Set<String> UNTYPED = Set.of("mustBe", "mustNotBe");

  /** What each metric takes as {@code arguments}. */
  private static final Map<Metric, Shape.Keys> ARGUMENTS =
      Map.of(
          Metric.MISSING_VALUES, Shape.keys("missingValues!", Shape.listOf(Shape.ANY_SCALAR)),
          Metric.INVALID_VALUES,
              Shape.keys("validValues", Shape.listOf(Shape.ANY_SCALAR), "pattern", Shape.TEXT),
          Metric.DUPLICATE_VALUES, Shape.keys("properties", Shape.listOf(Shape.TEXT)));

  static {
    METRICS.put("nullValues", Metric.NULL_VALUES);
    METRICS.put("missingValues", Metric.MISSING_VALUES);
    METRICS.put("invalidValues", Metric.INVALID_VALUES);
    METRICS.put("duplicateValues", Metric.DUPLICATE_VALUES);
    METRICS.put("rowCount", Metric.ROW_COUNT);
    OPERATORS.put("mustBe", Operator.MUST_BE);
    OPERATORS.put("mustNotBe", Operator.MUST_NOT_BE);
    OPERATORS.put("mustBeGreaterThan", Operator.MUST_BE_GREATER_THAN);
    OPERATORS.put("mustBeGreaterOrEqualTo", Operator.MUST_BE_GREATER_OR_EQUAL_TO);
    OPERATORS.put("mustBeLessThan", Operator.MUST_BE_LESS_THAN);
    OPERATORS.put("mustBeLessOrEqualTo", Operator.MUST_BE_LESS_OR_EQUAL_TO);
    OPERATORS.put("mustBeBetween", Operator.MUST_BE_BETWEEN);
    OPERATORS.put("mustNotBeBetween", Operator.MUST_NOT_BE_BETWEEN);
  }

  private final Columns columns;
  private final List<QualityRule> rules = new ArrayList<>();

  QualityCompiler(Columns columns) {
    this.columns = columns;
  }

  List<QualityRule> rules() {
    return rules;
  }

  /** Compiles the checks of one owner: a property, or the stream where {@code property} is null. */
  void add(Section owner, @Nullable FieldPath property) {
    for (Section check : owner.sections("quality")) {
      String type = check.text("type", "library");
      if (type.equals("library")) {
        addRule(check, property);
      } else if (type.equals("sql")) {
        operator(check);
      }
    }
  }

  private void addRule(Section check, @Nullable FieldPath property) {
    String name = check.text("metric");
    if (name == null) {
      return; // Its shape has reported it.
    }
    Metric metric = METRICS.get(name);
    if (metric == null) {
      check.fault(
          "metric",
          Faults.quoted(name) + " is not a metric" + Suggestion.among(name, METRICS.keySet()));
      return;
    }
    checkPlace(check, metric, name, property);
    Section arguments = arguments(check, metric, name);
    String operator = operator(check);
    List<String> texts = new ArrayList<>();
    String pattern = null;
    List<FieldPath> together = List.of();
    if (arguments != null) {
      texts.addAll(texts(arguments, "missingValues"));
      texts.addAll(texts(arguments, "validValues"));
      pattern = arguments.text("pattern");
      if (pattern != null) {
        RegexSyntax.compile(pattern, arguments, "pattern");
      }
      together =
          columns.list(arguments, "properties", Columns::isPlain, "use a plain value").stream()
              .map(Columns.Column::path)
              .toList();
    }
    if (operator != null) {
      rules.add(
          new QualityRule(
              check.text("name"),
              property,
              metric,
              OPERATORS.getOrDefault(operator, Operator.MUST_BE),
              operands(check, operator),
              percent(check),
              check.text("severity"),
              texts,
              pattern,
              together));
    }
  }

  private static void checkPlace(
      Section check, Metric metric, String name, @Nullable FieldPath property) {
    if (metric == Metric.ROW_COUNT && property != null) {
      check.fault("metric", "rowCount is about the stream; move it to schema[0].quality");
    } else if (metric != Metric.ROW_COUNT
        && metric != Metric.DUPLICATE_VALUES
        && property == null) {
      check.fault("metric", name + " is about a property; move it to that property's quality");
    }
    Section given = check.section("arguments");
    boolean together = given != null && given.has("properties");
    if (metric == Metric.DUPLICATE_VALUES && (property == null) != together) {
      check.fault(
          "arguments",
          together
              ? "properties is for the stream's own quality; move the check there"
              : "is missing; name the properties that are unique together: { properties: [...] }");
    }
  }

  private static @Nullable Section arguments(Section check, Metric metric, String name) {
    Shape.Keys shape = ARGUMENTS.get(metric);
    Section arguments = check.section("arguments");
    if (arguments == null) {
      if (metric == Metric.MISSING_VALUES || metric == Metric.INVALID_VALUES) {
        check.fault(
            "arguments",
            "is missing; "
                + name
                + " needs "
                + (metric == Metric.MISSING_VALUES ? "missingValues" : "validValues or pattern"));
      }
      return null;
    }
    if (shape == null) {
      check.fault("arguments", name + " takes no arguments; remove them");
      return null;
    }
    shape.check(arguments.path(), arguments.mapping(), arguments.faults());
    return arguments;
  }

  private static @Nullable String operator(Section check) {
    List<String> stated = OPERATORS.keySet().stream().filter(check::has).toList();
    if (stated.size() == 1) {
      return stated.get(0);
    }
    check.fault(
        "must compare by one of "
            + String.join(", ", OPERATORS.keySet())
            + ", has "
            + (stated.isEmpty() ? "none" : String.join(", ", stated)));
    return null;
  }

  private static List<BigDecimal> operands(Section check, String operator) {
    List<BigDecimal> operands = new ArrayList<>();
    if (check.value(operator) instanceof Sequence range) {
      for (YamlValue bound : range.items()) {
        if (bound instanceof Scalar scalar && scalar.number() != null) {
          operands.add(scalar.number());
        }
      }
    } else {
      BigDecimal number = check.number(operator);
      if (number != null) {
        operands.add(number);
      }
    }
    // What must be a number or a list of them has been checked for that.
    if (operator.endsWith("Between")) {
      boolean numbers = operands.size() == check.items(operator).size();
      if (numbers && (operands.size() != 2 || operands.get(0).compareTo(operands.get(1)) >= 0)) {
        check.fault(operator, "must be two numbers, the smaller first: [1, 100]");
      }
    } else if (operands.size() != 1 && UNTYPED.contains(operator)) {
      check.fault(operator, "must be a number: a library metric is one");
    }
    return operands;
  }

  private static boolean percent(Section check) {
    String unit = check.text("unit", "rows");
    if (!Set.of("rows", "percent").contains(unit)) {
      check.fault("unit", Faults.quoted(unit) + " is not one of rows, percent");
    }
    return unit.equals("percent");
  }

  private static List<String> texts(Section arguments, String key) {
    List<String> texts = new ArrayList<>();
    for (YamlValue item : arguments.items(key)) {
      if (item instanceof Scalar scalar && scalar.kind() != Scalar.Kind.NULL) {
        texts.add(scalar.text());
      }
    }
    return texts;
  }
}
