package io.millrace.connectors.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One key of a {@link ParameterGroup}, read as a type. Rules come first, then one of {@link
 * #required()}, {@link #orElse} and {@link #optional()} takes the value.
 *
 * <p>A missing or bad value is noted, not thrown: a placeholder is returned so that all other keys
 * can be read, and {@link Parameters#check()} then throws. Build plain values from what is read and
 * put rules here ({@link #where}), since constructors that check would see placeholders.
 */
public final class Parameter<T> {

  private final ParameterGroup group;
  private final String key;
  private final Converter<T> converter;
  private final T placeholder;
  private final List<Rule<T>> rules = new ArrayList<>();

  Parameter(ParameterGroup group, String key, T placeholder, Converter<T> converter) {
    this.group = group;
    this.key = key;
    this.placeholder = placeholder;
    this.converter = converter;
  }

  /**
   * Adds a rule.
   *
   * @param rule completes the sentence "must be …"
   */
  public Parameter<T> where(Predicate<? super T> test, String rule) {
    rules.add(new Rule<>(test, rule));
    return this;
  }

  /** Smallest allowed value. */
  public <C extends Comparable<? super T>> Parameter<T> atLeast(C minimum) {
    return where(value -> minimum.compareTo(value) <= 0, "at least " + minimum);
  }

  /** Largest allowed value. */
  public <C extends Comparable<? super T>> Parameter<T> atMost(C maximum) {
    return where(value -> maximum.compareTo(value) >= 0, "at most " + maximum);
  }

  /** The value; that there is none is an error. */
  public T required() {
    if (!group.has(key)) {
      group.fault(key, "missing; must be " + converter.expected());
      return placeholder;
    }
    T value = read();
    return value == null ? placeholder : value;
  }

  /** The value, or the fallback when the key is not there; a bad value is an error all the same. */
  public T orElse(T fallback) {
    T value = read();
    return value == null ? fallback : value;
  }

  /** The value, or nothing when the key is not there; a bad value is an error all the same. */
  public Optional<T> optional() {
    return Optional.ofNullable(read());
  }

  /** Null when there is none, or a bad one (then noted). */
  private @Nullable T read() {
    References.RawValue raw = group.value(key);
    if (raw == null) {
      return null;
    }
    if (raw.text().isBlank()) {
      group.fault(key, "is empty; must be " + converter.expected());
      return null;
    }
    T value;
    try {
      value = converter.convert(raw.text());
    } catch (IllegalArgumentException e) {
      // The cause's message quotes the value; ours says it only when it may be shown.
      group.fault(key, "must be " + converter.expected() + shown(raw));
      return null;
    }
    for (Rule<T> rule : rules) {
      if (!rule.test().test(value)) {
        group.fault(key, "must be " + rule.text() + shown(raw));
        return null;
      }
    }
    return value;
  }

  private String shown(References.RawValue raw) {
    return SensitiveKeys.shown(
        key, new References.RawValue(raw.text(), raw.sensitive() || converter.secret()));
  }

  /**
   * How text becomes a value.
   *
   * @param expected completes the sentence "must be …"
   * @param secret whether the text may not be shown
   */
  record Converter<T>(String expected, boolean secret, Conversion<T> conversion) {

    T convert(String text) {
      return conversion.convert(text);
    }
  }

  /** Throws {@link IllegalArgumentException} on text that is no such value. */
  @FunctionalInterface
  interface Conversion<T> {
    T convert(String text);
  }

  private record Rule<T>(Predicate<? super T> test, String text) {}
}
