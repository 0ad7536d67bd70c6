package io.millrace.kinesis.config;

import io.millrace.kinesis.config.AwsConfigOptions.CredentialsProvider;
import io.millrace.kinesis.config.KinesisSourceConfigOptions.InitialPosition;
import io.millrace.kinesis.config.KinesisSourceConfigOptions.ReaderType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MemorySize;

/** Finds what is wrong with a source's configuration, all of it at once. */
public final class ConfigurationCheck {

  private final Configuration config;
  private final Map<String, ConfigOption<?>> known = new TreeMap<>();
  private final List<Fault> faults = new ArrayList<>();

  private ConfigurationCheck(Configuration config) {
    this.config = config;
    Stream.concat(KinesisSourceConfigOptions.all().stream(), AwsConfigOptions.all().stream())
        .forEach(option -> known.put(option.key(), option));
  }

  /** What is wrong with a key. */
  public enum Kind {
    UNKNOWN_KEY,
    BAD_VALUE,
    MISSING
  }

  /**
   * One fault.
   *
   * @param message never shows the value; of a bad value it says what it must be
   */
  public record Fault(String key, Kind kind, String message) {
    @Override
    public String toString() {
      return key + ": " + (kind == Kind.BAD_VALUE ? "must be " : "") + message;
    }
  }

  /** The keys that the source knows. */
  public static List<String> knownKeys() {
    return List.copyOf(new ConfigurationCheck(new Configuration()).known.keySet());
  }

  /** Unknown keys, values that cannot be read, and what is missing beside others. */
  public static List<Fault> faults(Configuration config) {
    ConfigurationCheck check = new ConfigurationCheck(config);
    config.keySet().stream().sorted().forEach(check::key);
    check.combinations();
    return List.copyOf(check.faults);
  }

  private void key(String key) {
    ConfigOption<?> option = known.get(key);
    if (option == null) {
      faults.add(new Fault(key, Kind.UNKNOWN_KEY, "unknown key"));
    } else {
      read(option);
    }
  }

  private <V> Optional<V> read(ConfigOption<V> option) {
    try {
      return config.getOptional(option);
    } catch (IllegalArgumentException e) {
      // Flink's message quotes the value.
      faults.add(new Fault(option.key(), Kind.BAD_VALUE, kindOf(option)));
      return Optional.empty();
    }
  }

  /** What a value must be, by what the option has without one: a text can always be read. */
  private static String kindOf(ConfigOption<?> option) {
    Object byDefault = option.defaultValue();
    if (byDefault instanceof Enum<?> constant) {
      return "one of "
          + Arrays.stream(constant.getDeclaringClass().getEnumConstants())
              .map(Object::toString)
              .collect(Collectors.joining(", "));
    } else if (byDefault instanceof Boolean) {
      return "true or false";
    } else if (byDefault instanceof Duration) {
      return "a duration such as 30 s";
    } else if (byDefault instanceof MemorySize) {
      return "a size such as 64 mb";
    }
    return byDefault instanceof Double ? "a number" : "a whole number";
  }

  private void combinations() {
    config
        .getOptional(AwsConfigOptions.AWS_ENDPOINT)
        .filter(endpoint -> endpoint.indexOf('@') >= 0)
        .ifPresent(
            endpoint ->
                faults.add(
                    new Fault(
                        AwsConfigOptions.AWS_ENDPOINT.key(),
                        Kind.BAD_VALUE,
                        "a URI without a user and password")));
    if (is(KinesisSourceConfigOptions.READER_TYPE, ReaderType.EFO)) {
      require(KinesisSourceConfigOptions.EFO_CONSUMER_NAME, "enhanced fan-out");
    }
    if (is(AwsConfigOptions.AWS_CREDENTIALS_PROVIDER, CredentialsProvider.BASIC)) {
      require(AwsConfigOptions.AWS_ACCESS_KEY_ID, "BASIC credentials");
      require(AwsConfigOptions.AWS_SECRET_ACCESS_KEY, "BASIC credentials");
    }
    if (is(KinesisSourceConfigOptions.STREAM_INITIAL_POSITION, InitialPosition.AT_TIMESTAMP)) {
      require(KinesisSourceConfigOptions.STREAM_INITIAL_TIMESTAMP, "AT_TIMESTAMP");
    }
  }

  private <V> boolean is(ConfigOption<V> option, V wanted) {
    return faults.stream().noneMatch(fault -> fault.key().equals(option.key()))
        && config.get(option) == wanted;
  }

  private void require(ConfigOption<String> option, String why) {
    if (config.getOptional(option).isEmpty()) {
      faults.add(new Fault(option.key(), Kind.MISSING, "is missing for " + why));
    }
  }
}
