package io.millrace.contract;

import io.millrace.contract.YamlValue.Mapping;
import io.millrace.contract.YamlValue.Scalar;
import io.millrace.contract.YamlValue.Sequence;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * What a YAML value must look like: its kind, its keys, its allowed words. What passes may still
 * make no sense; that is for the compilers to say.
 */
sealed interface Shape {

  Shape TEXT = new Text(Set.of());
  Shape STABLE_ID = new Matching(Pattern.compile("[A-Za-z0-9_-]+"), "letters, digits, _ and -");
  Shape NUMBER = new Finite();
  Shape FLAG = new Flag();
  Shape ANY = new Any();
  Shape ANY_SCALAR = new AnyScalar();

  /** Reports all that {@code value} lacks or has too much. */
  void check(String path, YamlValue value, Faults faults);

  static Shape oneOf(String... words) {
    return new Text(new TreeSet<>(List.of(words)));
  }

  static Shape whole(int least) {
    return new Whole(least);
  }

  static Shape listOf(Shape item) {
    return new ListOf(() -> item);
  }

  static Shape mapOf(Shape value) {
    return new MapOf(value);
  }

  static Keys keys(Object... namesAndShapes) {
    Map<String, Shape> shapes = new LinkedHashMap<>();
    Set<String> required = new TreeSet<>();
    for (int i = 0; i < namesAndShapes.length; i += 2) {
      String name = (String) namesAndShapes[i];
      String plain = name.endsWith("!") ? name.substring(0, name.length() - 1) : name;
      if (!plain.equals(name)) {
        required.add(plain);
      }
      shapes.put(plain, (Shape) namesAndShapes[i + 1]);
    }
    return new Keys(shapes, required);
  }

  private static void mismatch(String path, YamlValue value, String right, Faults faults) {
    faults.add(path, value.line(), "must be " + right + ", is " + value.kindName());
  }

  /** A string; one of {@code words} if there are any. */
  record Text(Set<String> words) implements Shape {
    @Override
    public void check(String path, YamlValue value, Faults faults) {
      if (!(value instanceof Scalar scalar) || scalar.kind() == Scalar.Kind.NULL) {
        mismatch(path, value, "a string", faults);
      } else if (scalar.kind() != Scalar.Kind.TEXT) {
        mismatch(path, value, "a string (in quotes: \"" + scalar.text() + "\")", faults);
      } else if (!words.isEmpty() && !words.contains(scalar.text())) {
        faults.add(
            path,
            value.line(),
            Faults.quoted(scalar.text())
                + " is not one of "
                + String.join(", ", words)
                + Suggestion.nearest(scalar.text(), words));
      }
    }
  }

  /** A string of one form; {@code right} says which. */
  record Matching(Pattern form, String right) implements Shape {
    @Override
    public void check(String path, YamlValue value, Faults faults) {
      int before = faults.count();
      TEXT.check(path, value, faults);
      if (faults.count() == before
          && value instanceof Scalar scalar
          && !form.matcher(scalar.text()).matches()) {
        faults.add(path, value.line(), Faults.quoted(scalar.text()) + " must be " + right);
      }
    }
  }

  /** A list that is not empty. */
  record Some(Shape list) implements Shape {
    @Override
    public void check(String path, YamlValue value, Faults faults) {
      list.check(path, value, faults);
      if (value instanceof Sequence sequence && sequence.items().isEmpty()) {
        faults.add(path, value.line(), "is an empty list; name at least one, or remove it");
      }
    }
  }

  /** An integer of at least {@code least}. */
  record Whole(int least) implements Shape {
    @Override
    public void check(String path, YamlValue value, Faults faults) {
      String right = "an integer from " + least + " to " + Integer.MAX_VALUE;
      if (!(value instanceof Scalar scalar) || scalar.kind() != Scalar.Kind.INTEGER) {
        mismatch(path, value, right, faults);
      } else {
        Integer number = Section.integer(scalar);
        if (number == null || number < least) {
          faults.add(path, value.line(), "must be " + right + ", is " + scalar.text());
        }
      }
    }
  }

  /** A finite number. */
  record Finite() implements Shape {
    @Override
    public void check(String path, YamlValue value, Faults faults) {
      if (!(value instanceof Scalar scalar) || scalar.number() == null) {
        mismatch(path, value, "a finite number of at most 400 digits", faults);
      }
    }
  }

  /** {@code true} or {@code false}. */
  record Flag() implements Shape {
    @Override
    public void check(String path, YamlValue value, Faults faults) {
      if (!(value instanceof Scalar scalar) || scalar.kind() != Scalar.Kind.BOOLEAN) {
        mismatch(path, value, "true or false", faults);
      }
    }
  }

  /** Anything. */
  record Any() implements Shape {
    @Override
    public void check(String path, YamlValue value, Faults faults) {}
  }

  /** Anything but a list or mapping. */
  record AnyScalar() implements Shape {
    @Override
    public void check(String path, YamlValue value, Faults faults) {
      if (!(value instanceof Scalar)) {
        mismatch(path, value, "a single value", faults);
      }
    }
  }

  /** A list; the item's shape is asked for late, so that shapes can nest in themselves. */
  record ListOf(Supplier<Shape> item) implements Shape {
    @Override
    public void check(String path, YamlValue value, Faults faults) {
      if (!(value instanceof Sequence sequence)) {
        mismatch(path, value, "a list", faults);
        return;
      }
      for (int i = 0; i < sequence.items().size(); i++) {
        item.get().check(Faults.item(path, i), sequence.items().get(i), faults);
      }
    }
  }

  /** A mapping of free names. */
  record MapOf(Shape member) implements Shape {
    @Override
    public void check(String path, YamlValue value, Faults faults) {
      if (!(value instanceof Mapping mapping)) {
        mismatch(path, value, "a mapping", faults);
        return;
      }
      mapping
          .entries()
          .forEach((key, entry) -> member.check(Faults.member(path, key), entry.value(), faults));
    }
  }

  /** A mapping of these keys and no others. */
  record Keys(Map<String, Shape> shapes, Set<String> required) implements Shape {
    private static final String MISSING = "is missing and must be here";

    @Override
    public void check(String path, YamlValue value, Faults faults) {
      if (!(value instanceof Mapping mapping)) {
        mismatch(path, value, "a mapping", faults);
        return;
      }
      mapping
          .entries()
          .forEach(
              (key, entry) -> {
                Shape shape = shapes.get(key);
                if (shape == null) {
                  String hint = Suggestion.among(key, shapes.keySet());
                  faults.add(Faults.member(path, key), entry.line(), "unknown key" + hint);
                } else {
                  shape.check(Faults.member(path, key), entry.value(), faults);
                }
              });
      for (String key : required) {
        if (!mapping.entries().containsKey(key)) {
          faults.add(Faults.member(path, key), mapping.line(), MISSING);
        }
      }
    }

    /** These keys and others. */
    Keys and(Keys others) {
      Map<String, Shape> all = new LinkedHashMap<>(shapes);
      all.putAll(others.shapes);
      Set<String> allRequired = new TreeSet<>(required);
      allRequired.addAll(others.required);
      return new Keys(all, allRequired);
    }

    /** These keys, {@code names} of them required. */
    Keys requiring(String... names) {
      return new Keys(shapes, new TreeSet<>(List.of(names)));
    }

    Shape shape(String key) {
      return shapes.getOrDefault(key, ANY);
    }
  }

  /** One shape for a mapping, another for a list. */
  record Either(Shape mapping, Shape list) implements Shape {
    @Override
    public void check(String path, YamlValue value, Faults faults) {
      (value instanceof Sequence ? list : mapping).check(path, value, faults);
    }
  }

  /** A string, or what {@code other} says. */
  record TextOr(Shape other) implements Shape {
    @Override
    public void check(String path, YamlValue value, Faults faults) {
      (value instanceof Scalar ? TEXT : other).check(path, value, faults);
    }
  }

  /** A shape that is chosen by looking at the value. */
  record Chosen(Function<Mapping, Shape> choice) implements Shape {
    @Override
    public void check(String path, YamlValue value, Faults faults) {
      if (value instanceof Mapping mapping) {
        choice.apply(mapping).check(path, value, faults);
      } else {
        mismatch(path, value, "a mapping", faults);
      }
    }
  }

  /** A shape that is asked for late, so that shapes can nest in themselves. */
  record Nested(Supplier<Shape> shape) implements Shape {
    @Override
    public void check(String path, YamlValue value, Faults faults) {
      shape.get().check(path, value, faults);
    }
  }

  /** One key that must be there, whatever the others are. */
  record AtLeast(String key, Shape shape) implements Shape {
    @Override
    public void check(String path, YamlValue value, Faults faults) {
      if (value instanceof Mapping mapping) {
        YamlValue.Entry entry = mapping.entries().get(key);
        if (entry == null) {
          faults.add(Faults.member(path, key), mapping.line(), Keys.MISSING);
        } else {
          shape.check(Faults.member(path, key), entry.value(), faults);
        }
      }
    }
  }
}
