package io.millrace.connectors.config;

import com.amazonaws.services.kinesisanalytics.runtime.KinesisAnalyticsRuntime;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A job's configuration: property groups of string values.
 *
 * <p>They come from {@code --config FILE} (the JSON form of Amazon Managed Service for Apache
 * Flink) or, without it, from Managed Flink itself; {@code --group.key=value} on the command line
 * wins over either. Values may hold {@code ${env:NAME}} and {@code ${file:path}}.
 *
 * <p>The way of use: load, let each configuration class read its {@link #group}, then {@link
 * #check}. No error is thrown before that, so that all are reported at once. Not thread-safe.
 */
public final class Parameters {

  /** Groups that Managed Flink adds for itself. */
  private static final String RUNTIME_GROUPS = "kinesis.analytics.";

  private final Map<String, Map<String, String>> given;

  /** Groups and keys that a fault has been noted of: that they are missing is none. */
  private final Set<String> unreadable;

  private final References references;
  private final List<ConfigurationFault> faults;
  private final Map<String, ParameterGroup> groups = new LinkedHashMap<>();

  private Parameters(
      Map<String, Map<String, String>> given,
      Set<String> unreadable,
      References references,
      List<ConfigurationFault> faults) {
    this.given = given;
    this.unreadable = unreadable;
    this.references = references;
    this.faults = faults;
  }

  /**
   * Reads the arguments, and the file that they name or what Managed Flink provides.
   *
   * @throws InvalidConfigurationException when arguments or file are so broken that no key can be
   *     judged
   */
  public static Parameters load(String[] args) {
    return load(args, System::getenv);
  }

  static Parameters load(String[] args, Function<String, @Nullable String> environment) {
    List<ConfigurationFault> faults = new ArrayList<>();
    Arguments arguments = Arguments.of(args, faults);
    boolean understood = faults.isEmpty();
    PropertyGroupsFile.Content content =
        arguments.file() == null
            ? new PropertyGroupsFile.Content(managed(faults), Set.of())
            : PropertyGroupsFile.read(arguments.file(), faults);
    if (!understood || (arguments.file() == null && !faults.isEmpty())) {
      // Everything in what was not understood would also be reported as missing.
      throw new InvalidConfigurationException(faults);
    }
    Map<String, Map<String, String>> values = content.groups();
    arguments
        .values()
        .forEach(
            (group, keys) ->
                values.computeIfAbsent(group, name -> new LinkedHashMap<>()).putAll(keys));
    Set<String> unreadable = new TreeSet<>(content.unreadable());
    arguments
        .values()
        .forEach(
            (group, keys) -> keys.keySet().forEach(key -> unreadable.remove(group + "." + key)));
    return new Parameters(values, unreadable, new References(environment), faults);
  }

  /** From values in hand, by group and key. */
  public static Parameters of(Map<String, Map<String, String>> values) {
    return new Parameters(
        Map.copyOf(values), Set.of(), new References(System::getenv), new ArrayList<>());
  }

  /** The group of that name, which counts as known from now on; empty when nothing was given. */
  public ParameterGroup group(String name) {
    return groups.computeIfAbsent(
        name,
        unseen ->
            new ParameterGroup(
                name, given.getOrDefault(name, Map.of()), unreadable, references, faults));
  }

  /**
   * To be called when everything has been read: what nobody asked for is unknown.
   *
   * @throws InvalidConfigurationException with every fault found since loading
   */
  public void check() {
    List<ConfigurationFault> all = new ArrayList<>(faults);
    faults.clear();
    for (String name : given.keySet()) {
      ParameterGroup group = groups.get(name);
      if (group != null) {
        group.checkKeys();
      } else if (!name.startsWith(RUNTIME_GROUPS)) {
        faults.add(
            new ConfigurationFault(
                name, "unknown group" + Suggestions.forName(name, new TreeSet<>(groups.keySet()))));
      }
    }
    all.addAll(faults);
    faults.clear();
    if (!all.isEmpty()) {
      throw new InvalidConfigurationException(all);
    }
  }

  /**
   * Every key that has been asked for, {@code source.topic}; a prefix as {@code source.kafka.*}.
   */
  public Set<String> knownKeys() {
    Set<String> keys = new TreeSet<>();
    groups.forEach((name, group) -> group.knownKeys().forEach(key -> keys.add(name + "." + key)));
    return keys;
  }

  /** What Managed Flink provides; nothing anywhere else. */
  private static Map<String, Map<String, String>> managed(List<ConfigurationFault> faults) {
    Map<String, Map<String, String>> values = new LinkedHashMap<>();
    try {
      for (Map.Entry<String, Properties> group :
          KinesisAnalyticsRuntime.getApplicationProperties().entrySet()) {
        Map<String, String> keys = new LinkedHashMap<>();
        for (String key : new TreeSet<>(group.getValue().stringPropertyNames())) {
          keys.put(key, group.getValue().getProperty(key));
        }
        values.put(group.getKey(), keys);
      }
    } catch (IOException e) {
      // Its message may quote values.
      faults.add(
          new ConfigurationFault(
              "application properties",
              "of Managed Flink cannot be read (" + e.getClass().getSimpleName() + ")"));
    }
    return values;
  }
}
