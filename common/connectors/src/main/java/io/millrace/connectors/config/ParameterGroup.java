package io.millrace.connectors.config;

import io.millrace.connectors.config.Parameter.Conversion;
import io.millrace.connectors.config.Parameter.Converter;
import io.millrace.connectors.config.References.RawValue;
import java.net.URI;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.util.TimeUtils;
import org.jspecify.annotations.Nullable;

/** One property group, {@code source} say: typed values by their kebab-case keys. */
public final class ParameterGroup {

  /** Of a URI: {@code //user:password@}, also where a slash in the password ends it early. */
  private static final Pattern LOGIN =
      Pattern.compile("//(?:[^/?#]*@|[^/?#@\\[]*:(?!\\d*(?:[/?#]|$)))");

  private final String name;
  private final List<ConfigurationFault> faults;

  /** As given, references not yet resolved. */
  private final Map<String, String> given;

  /** Groups, and keys as {@code group.key}, whose fault has been noted. */
  private final Set<String> unreadable;

  private final References references;
  private final Set<String> known = new TreeSet<>();
  private final Set<String> knownPrefixes = new TreeSet<>();

  ParameterGroup(
      String name,
      Map<String, String> given,
      Set<String> unreadable,
      References references,
      List<ConfigurationFault> faults) {
    this.name = name;
    this.given = given;
    this.unreadable = unreadable;
    this.references = references;
    this.faults = faults;
  }

  /** Whether anything at all is configured in this group. */
  public boolean isPresent() {
    return !given.isEmpty();
  }

  /** Whether a key is there, with whatever value. The key counts as known from now on. */
  public boolean has(String key) {
    known.add(key);
    return given.containsKey(key);
  }

  public Parameter<String> text(String key) {
    return parameter(key, "", "text", text -> text);
  }

  /** A path or URI, which messages and Flink's web UI will show: no login may be in it. */
  public Parameter<String> location(String key) {
    return text(key).where(text -> !LOGIN.matcher(text).find(), "without a user and password");
  }

  /** Text that no error, log or {@code toString} shows. */
  public Parameter<Secret> secret(String key) {
    known.add(key);
    return new Parameter<>(this, key, new Secret(""), new Converter<>("text", true, Secret::new));
  }

  /** Comma-separated texts, stripped; empty ones are an error. */
  public Parameter<List<String>> texts(String key) {
    return parameter(
        key,
        List.of(),
        "a comma-separated list",
        text -> {
          List<String> parts = Arrays.stream(text.split(",", -1)).map(String::strip).toList();
          if (parts.contains("")) {
            throw new IllegalArgumentException("empty part");
          }
          return parts;
        });
  }

  public Parameter<Integer> integer(String key) {
    return parameter(key, 0, "a whole number", text -> Integer.valueOf(text.strip()));
  }

  public Parameter<Long> longInteger(String key) {
    return parameter(key, 0L, "a whole number", text -> Long.valueOf(text.strip()));
  }

  /** A finite double. */
  public Parameter<Double> number(String key) {
    return parameter(
        key,
        0.0,
        "a number",
        text -> {
          double number = Double.parseDouble(text.strip());
          if (!Double.isFinite(number)) {
            throw new IllegalArgumentException("not finite");
          }
          return number;
        });
  }

  public Parameter<Boolean> flag(String key) {
    return parameter(
        key,
        false,
        "true or false",
        text ->
            switch (text.strip().toLowerCase(Locale.ROOT)) {
              case "true" -> true;
              case "false" -> false;
              default -> throw new IllegalArgumentException("neither");
            });
  }

  /** ISO-8601 ({@code PT1H30M}) or Flink's form ({@code 90 min}); always with a unit. */
  public Parameter<Duration> duration(String key) {
    return parameter(
        key, Duration.ZERO, "a duration such as PT30S or 30 s", ParameterGroup::parseDuration);
  }

  /** Flink's form: {@code 64 mb}, {@code 1g}; always with a unit. */
  public Parameter<MemorySize> memorySize(String key) {
    return parameter(
        key,
        MemorySize.ZERO,
        "a size such as 64 mb",
        text -> {
          requireUnit(text);
          return MemorySize.parse(text.strip());
        });
  }

  /** An absolute URI. */
  public Parameter<URI> uri(String key) {
    return parameter(
        key,
        URI.create("missing:///"),
        "an absolute URI such as s3://bucket/folder",
        text -> {
          URI uri = URI.create(text.strip());
          if (!uri.isAbsolute()) {
            throw new IllegalArgumentException("relative");
          }
          return uri;
        });
  }

  /**
   * One of an enum's constants, in kebab-case: {@code EARLIEST_OFFSET} is {@code earliest-offset}.
   */
  public <E extends Enum<E>> Parameter<E> choice(String key, Class<E> type) {
    Map<String, E> allowed = new LinkedHashMap<>();
    for (E constant : type.getEnumConstants()) {
      allowed.put(constant.name().toLowerCase(Locale.ROOT).replace('_', '-'), constant);
    }
    String expected = "one of " + String.join(", ", allowed.keySet());
    return parameter(
        key,
        allowed.values().iterator().next(),
        expected,
        text -> {
          E constant = allowed.get(text.strip().toLowerCase(Locale.ROOT).replace('_', '-'));
          if (constant == null) {
            throw new IllegalArgumentException("none of them");
          }
          return constant;
        });
  }

  /**
   * All keys that start with the prefix, handed through without it: {@code properties("kafka.")} of
   * group {@code source} gives the Kafka client what {@code source.kafka.*} says. May hold secrets.
   */
  public Properties properties(String prefix) {
    knownPrefixes.add(prefix);
    Properties properties = new Properties();
    for (String key : given.keySet()) {
      if (key.startsWith(prefix) && key.length() > prefix.length()) {
        RawValue value = value(key);
        if (value != null) {
          properties.setProperty(key.substring(prefix.length()), value.text());
        }
      }
    }
    return properties;
  }

  /** Notes a fault of one key that only the reader of several can see. */
  public void fault(String key, String message) {
    if (!given.containsKey(key)
        && (unreadable.contains(name) || unreadable.contains(name + "." + key))) {
      return;
    }
    faults.add(new ConfigurationFault(name + "." + key, message));
  }

  /**
   * Notes that a key has a value that cannot be used. The message shows it unless it may be a
   * secret.
   *
   * @param expected completes the sentence "must be …"
   */
  public void badValue(String key, String expected) {
    RawValue value = value(key);
    if (value != null) {
      fault(key, "must be " + expected + SensitiveKeys.shown(key, value));
    }
  }

  /**
   * Notes a key under a prefix that its reader does not know.
   *
   * @param known the keys under the prefix that it knows
   */
  public void unknownKey(String prefix, String key, Collection<String> known) {
    fault(prefix + key, "unknown key" + Suggestions.forName(key, known));
  }

  /** Null when it is not there, or cannot be resolved (then noted). */
  @Nullable RawValue value(String key) {
    known.add(key);
    String text = given.get(key);
    if (text == null) {
      return null;
    }
    try {
      return references.resolve(text);
    } catch (References.UnresolvedException e) {
      fault(key, String.valueOf(e.getMessage()));
      return null;
    }
  }

  /** Notes each key that nobody asked for. */
  void checkKeys() {
    for (String key : given.keySet()) {
      if (!known.contains(key) && knownPrefixes.stream().noneMatch(key::startsWith)) {
        fault(key, "unknown key" + Suggestions.forName(key, knownKeys()));
      }
    }
  }

  /** Every key that has been asked for; a prefix with {@code *} behind it. */
  Set<String> knownKeys() {
    Set<String> names = new TreeSet<>(known);
    names.addAll(knownPrefixes.stream().map(prefix -> prefix + "*").collect(Collectors.toSet()));
    return names;
  }

  private <T> Parameter<T> parameter(
      String key, T placeholder, String expected, Conversion<T> conversion) {
    known.add(key);
    return new Parameter<>(this, key, placeholder, new Converter<>(expected, false, conversion));
  }

  private static Duration parseDuration(String given) {
    String text = given.strip();
    if (text.matches("[+-]?[pP].*")) {
      try {
        return Duration.parse(text);
      } catch (DateTimeParseException e) {
        throw new IllegalArgumentException("not ISO-8601", e);
      }
    }
    requireUnit(text);
    return TimeUtils.parseDuration(text);
  }

  /** Flink takes a bare number for milliseconds or bytes; a person may mean seconds. */
  private static void requireUnit(String text) {
    if (text.chars().noneMatch(Character::isLetter)) {
      throw new IllegalArgumentException("no unit");
    }
  }
}
