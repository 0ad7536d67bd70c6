package io.millrace.contract;

import com.google.re2j.Pattern;
import io.millrace.contract.PhysicalType.Family;
import io.millrace.contract.ValueType.TextFormat;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** {@code logicalType: string}. */
final class TextTypes {

  private static final Set<Family> PHYSICAL = EnumSet.of(Family.TEXT, Family.UNKNOWN);

  private static final Map<String, TextFormat> FORMATS = new TreeMap<>();

  /** Formats of the standard that say how a value is handled, not what it looks like. */
  private static final Set<String> WITHOUT_RULE = Set.of("password", "binary");

  static {
    for (TextFormat format : TextFormat.values()) {
      FORMATS.put(format.name().toLowerCase(Locale.ROOT), format);
    }
  }

  private TextTypes() {}

  static ValueType compile(Section property) {
    PhysicalType.of(property, PHYSICAL, "STRING, TEXT or VARCHAR(n)");
    Section options = TypeOptions.of(property, "string");
    Integer least = options.integer("minLength");
    Integer most = options.integer("maxLength");
    if (least != null && most != null && least > most) {
      options.fault("minLength", least + " is more than maxLength " + most + "; swap them");
    }
    return new ValueType.Text(least, most, pattern(options), format(options));
  }

  private static @Nullable Pattern pattern(Section options) {
    String regex = options.text("pattern");
    return regex == null ? null : RegexSyntax.compile(regex, options, "pattern");
  }

  private static @Nullable TextFormat format(Section options) {
    String name = options.text("format");
    if (name == null || WITHOUT_RULE.contains(name)) {
      return null;
    }
    TextFormat format = FORMATS.get(name);
    if (format == null) {
      List<String> known = List.copyOf(FORMATS.keySet());
      options.fault(
          "format",
          Faults.quoted(name)
              + " is not one of "
              + String.join(", ", known)
              + Suggestion.nearest(name, known)
              + "; for another use pattern");
    }
    return format;
  }
}
