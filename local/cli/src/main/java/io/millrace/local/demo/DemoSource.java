package io.millrace.local.demo;

import io.millrace.local.audit.KafkaSourceReader;
import io.millrace.local.audit.KinesisSourceReader;
import io.millrace.local.audit.SourceReader;
import io.millrace.local.feed.Expected;
import io.millrace.local.feed.Feeder;
import io.millrace.local.feed.KafkaFeeder;
import io.millrace.local.feed.KinesisFeeder;
import io.millrace.local.platform.Kinesis;
import io.millrace.local.platform.Platform;
import io.millrace.local.platform.PlatformSettings.Service;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import org.apache.flink.configuration.Configuration;

/** The service that a demo's stream is in. Its address is a string that {@link #address} gives. */
public enum DemoSource {
  /** A topic. */
  KAFKA("topic", Service.BROKER),
  /** A data stream of the embedded server. */
  KINESIS("stream", Service.KINESIS);

  /** Of nobody: the embedded server takes any account. */
  private static final String ACCOUNT = "000000000000";

  private final String noun;
  private final Service service;

  DemoSource(String noun, Service service) {
    this.noun = noun;
    this.service = service;
  }

  /** As options and configurations name it. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** What it calls that which holds a stream's records. */
  public String noun() {
    return noun;
  }

  /** The platform's part that it is. */
  public Service service() {
    return service;
  }

  /** Where the platform has it. */
  public String address(Platform platform) {
    return switch (this) {
      case KAFKA -> platform.broker().bootstrapServers();
      case KINESIS -> platform.kinesis().endpoint().toString();
    };
  }

  Feeder feeder(String address, String topic) {
    return switch (this) {
      case KAFKA -> new KafkaFeeder(address, topic);
      case KINESIS -> new KinesisFeeder(URI.create(address), topic);
    };
  }

  /** What must become of a feed's records: Kinesis has no records without a value. */
  Expected expected(Expected ofFeed) {
    return this == KINESIS ? ofFeed.withoutNulls() : ofFeed;
  }

  /** Reads a topic or stream for an audit. */
  public SourceReader reader(String address, String topic) {
    return switch (this) {
      case KAFKA -> {
        Properties connection = new Properties();
        connection.put("bootstrap.servers", address);
        yield KafkaSourceReader.open(List.of(topic), connection);
      }
      case KINESIS -> KinesisSourceReader.open(arn(topic), Configuration.fromMap(access(address)));
    };
  }

  /** What the property group {@code source} of a job must say of it. */
  Map<String, String> configuration(String address, String topic, String job) {
    Map<String, String> source = new LinkedHashMap<>();
    source.put("type", code());
    switch (this) {
      case KAFKA -> {
        source.put("bootstrap-servers", address);
        source.put("topic", topic);
        source.put("group-id", job);
        source.put("starting-offsets", "earliest");
      }
      case KINESIS -> {
        source.put("stream-arn", arn(topic));
        source.put("starting-position", "trim-horizon");
        access(address).forEach((key, value) -> source.put("kinesis." + key, value));
      }
    }
    return source;
  }

  private static String arn(String stream) {
    return "arn:aws:kinesis:%s:%s:stream/%s".formatted(Kinesis.REGION, ACCOUNT, stream);
  }

  /** The embedded server takes any key: this one is no secret. */
  private static Map<String, String> access(String address) {
    Map<String, String> options = new LinkedHashMap<>();
    options.put("aws.endpoint", address);
    options.put("aws.credentials.provider", "BASIC");
    options.put("aws.credentials.provider.basic.accesskeyid", "demo");
    options.put("aws.credentials.provider.basic.secretkey", "demo");
    return options;
  }
}
