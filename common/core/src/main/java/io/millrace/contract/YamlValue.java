package io.millrace.contract;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A value of a YAML file and the line it starts on; nothing in it is instantiated from a tag. */
sealed interface YamlValue {

  int line();

  /** How many values this is, itself included, once aliases are written out. */
  int size();

  /** What it is, for a message: {@code a list}. */
  String kindName();

  /** A plain or quoted text, with what YAML 1.2's core schema takes it for. */
  record Scalar(int line, String text, Kind kind) implements YamlValue {

    enum Kind {
      TEXT("a string"),
      INTEGER("an integer"),
      FLOAT("a number"),
      BOOLEAN("a boolean"),
      NULL("empty");

      private final String words;

      Kind(String words) {
        this.words = words;
      }
    }

    /** A number whose digits written out are more than this is a mistake or an attack. */
    private static final int MAX_DIGITS = 400;

    /** The number; null if this is none, is infinite or NaN, or has more than 400 digits. */
    @Nullable BigDecimal number() {
      if ((kind != Kind.INTEGER && kind != Kind.FLOAT) || text.length() > MAX_DIGITS) {
        return null;
      }
      try {
        if (text.startsWith("0x") || text.startsWith("0o")) {
          return new BigDecimal(new BigInteger(text.substring(2), text.charAt(1) == 'x' ? 16 : 8));
        }
        BigDecimal number = new BigDecimal(text);
        return Math.abs((long) number.precision() - number.scale()) > MAX_DIGITS
                || Math.abs((long) number.scale()) > MAX_DIGITS
            ? null
            : number;
      } catch (NumberFormatException e) {
        return null; // .inf and .nan
      }
    }

    boolean isTrue() {
      return kind == Kind.BOOLEAN && text.equalsIgnoreCase("true");
    }

    @Override
    public int size() {
      return 1;
    }

    @Override
    public String kindName() {
      return kind.words;
    }
  }

  /** A list. */
  record Sequence(int line, List<YamlValue> items, int size) implements YamlValue {
    @Override
    public String kindName() {
      return "a list";
    }
  }

  /** A mapping; its keys are text, in the file's order. */
  record Mapping(int line, Map<String, Entry> entries, int size) implements YamlValue {
    @Override
    public String kindName() {
      return "a mapping";
    }
  }

  /** A mapping's value, and the line of its key. */
  record Entry(int line, YamlValue value) {}
}
