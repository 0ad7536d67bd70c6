package io.millrace.contract;

import io.millrace.contract.RollupDefinition.Measure;
import io.millrace.contract.YamlValue.Mapping;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Compiles the {@code measures} of a rollup or session. */
final class MeasureCompiler {

  private static final Map<String, Measure.Kind> KINDS = new LinkedHashMap<>();

  static {
    KINDS.put("count", Measure.Kind.COUNT);
    KINDS.put("sum", Measure.Kind.SUM);
    KINDS.put("min", Measure.Kind.MIN);
    KINDS.put("max", Measure.Kind.MAX);
    KINDS.put("avg", Measure.Kind.AVG);
    KINDS.put("approxDistinct", Measure.Kind.APPROX_DISTINCT);
    KINDS.put("quantile", Measure.Kind.QUANTILE);
  }

  private MeasureCompiler() {}

  static List<Measure> compile(Section owner, Columns columns, Names.Taken names) {
    Section measures = owner.section("measures");
    if (measures == null) {
      return List.of();
    }
    List<Measure> compiled = new ArrayList<>();
    measures
        .mapping()
        .entries()
        .forEach(
            (name, entry) -> {
              if (Names.check(name, Names.MAX_LENGTH, measures, name)) {
                names.take(name, "a column of this table", measures, name);
              }
              if (entry.value() instanceof Mapping mapping) {
                Section section = new Section(measures.path(name), mapping, measures.faults());
                Measure measure = measure(name, section, columns);
                if (measure != null) {
                  compiled.add(measure);
                }
              }
            });
    return compiled;
  }

  private static @Nullable Measure measure(String name, Section section, Columns columns) {
    List<String> stated = KINDS.keySet().stream().filter(section::has).toList();
    if (stated.isEmpty() && !Set.of("q").containsAll(section.mapping().entries().keySet())) {
      return null; // Its shape has reported a kind that is unknown.
    }
    if (stated.size() != 1) {
      section.fault(
          "must say one thing to measure ("
              + String.join(", ", KINDS.keySet())
              + "), says "
              + (stated.isEmpty() ? "none" : String.join(", ", stated)));
      return null;
    }
    String key = stated.get(0);
    Measure.Kind kind = KINDS.getOrDefault(key, Measure.Kind.COUNT);
    double q = rank(section, kind);
    String property = section.text(key);
    if (property == null) {
      return null; // Its shape has reported it.
    }
    if (property.equals("*") && kind == Measure.Kind.COUNT) {
      return new Measure(name, kind, null, q);
    }
    Columns.Column column = columns.named(property, section.path(key), section.line(key));
    if (column == null) {
      return null;
    }
    if (!serves(kind, column.field())) {
      section.fault(key, "property " + column.path() + " does not serve here; " + right(kind));
    }
    return new Measure(name, kind, column.path(), q);
  }

  private static double rank(Section section, Measure.Kind kind) {
    BigDecimal q = section.number("q");
    if (kind == Measure.Kind.QUANTILE && !section.has("q")) {
      section.fault("q", "is missing; a quantile needs its rank from 0 to 1, such as q: 0.95");
    } else if (kind != Measure.Kind.QUANTILE && section.has("q")) {
      section.fault("q", "only a quantile has a rank; remove it");
    } else if (q != null && (q.signum() < 0 || q.compareTo(BigDecimal.ONE) > 0)) {
      section.fault("q", "must be from 0 to 1, is " + q);
    }
    return q == null ? 0 : q.doubleValue();
  }

  private static boolean serves(Measure.Kind kind, Field field) {
    return switch (kind) {
      case COUNT -> true;
      case SUM, AVG, QUANTILE -> Columns.isNumber(field);
      case MIN, MAX ->
          Columns.isPlain(field)
              && !field.restricted()
              && !(field.type() instanceof ValueType.Bool);
      case APPROX_DISTINCT -> Columns.isPlain(field);
    };
  }

  private static String right(Measure.Kind kind) {
    return switch (kind) {
      case COUNT -> "use any";
      case SUM, AVG, QUANTILE -> "use an integer or a number that is not restricted";
      case MIN, MAX -> "use a number, string, date, time or timestamp that is not restricted";
      case APPROX_DISTINCT -> "use one that is neither object, array nor JSON";
    };
  }
}
