package io.millrace.kinesis.config;

import io.millrace.kinesis.config.AwsConfigOptions.CredentialsProvider;
import io.millrace.kinesis.config.KinesisSourceConfigOptions.InitialPosition;
import io.millrace.kinesis.config.KinesisSourceConfigOptions.ReaderType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;

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

  /**
   * One fault.
   *
   * @param message shows no secret
   */
  public record Fault(String key, String message) {
    @Override
    public String toString() {
      return key + ": " + message;
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
      faults.add(new Fault(key, "unknown key"));
    } else {
      read(option);
    }
  }

  private <V> Optional<V> read(ConfigOption<V> option) {
    try {
      return config.getOptional(option);
    } catch (IllegalArgumentException e) {
      faults.add(new Fault(option.key(), String.valueOf(e.getMessage())));
      return Optional.empty();
    }
  }

  private void combinations() {
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
      faults.add(new Fault(option.key(), "is missing for " + why));
    }
  }
}
