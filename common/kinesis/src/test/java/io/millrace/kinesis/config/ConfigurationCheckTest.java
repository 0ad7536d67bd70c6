package io.millrace.kinesis.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.kinesis.KinesisStreamsSource;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.serialization.SimpleStringSchema;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import org.junit.jupiter.api.Test;

class ConfigurationCheckTest {

  @Test
  void knowsEveryOptionAndTheDocumentationHasIt() throws Exception {
    List<String> options = new ArrayList<>();
    for (Class<?> type : List.of(KinesisSourceConfigOptions.class, AwsConfigOptions.class)) {
      for (Field field : type.getFields()) {
        if (ConfigOption.class.isAssignableFrom(field.getType())) {
          options.add(((ConfigOption<?>) field.get(null)).key());
        }
      }
    }
    assertThat(ConfigurationCheck.knownKeys()).containsExactlyInAnyOrderElementsOf(options);
    assertThat(options).allSatisfy(key -> assertThat(documentation()).contains("`" + key + "`"));
  }

  @Test
  void reportsAllFaultsByTheirKeys() {
    Configuration config =
        Configuration.fromMap(
            Map.of(
                "source.reader.type", "EFO",
                "source.reader.bufer", "1 mb",
                "source.reader.buffer", "plenty",
                "source.init.position", "SOMEWHERE",
                "aws.endpoint", "http://user:hidden@host",
                "aws.http-client.read-timeout", "hidden",
                "aws.credentials.provider", "BASIC",
                "aws.credentials.provider.basic.secretkey", "hidden"));

    assertThat(ConfigurationCheck.faults(config))
        .extracting(ConfigurationCheck.Fault::key)
        .containsExactlyInAnyOrder(
            "source.reader.bufer",
            "source.reader.buffer",
            "source.init.position",
            "source.efo.consumer.name",
            "aws.endpoint",
            "aws.http-client.read-timeout",
            "aws.credentials.provider.basic.accesskeyid");
    assertThat(ConfigurationCheck.faults(config).toString()).doesNotContain("hidden");
  }

  @Test
  void theBuilderRefusesWhatHasFaults() {
    Configuration config = new Configuration();
    config.setString("source.shard.discovery.intervall", "1 s");

    assertThatThrownBy(
            () ->
                KinesisStreamsSource.<String>builder()
                    .setStreamArn("arn:aws:kinesis:eu-central-1:123456789012:stream/orders")
                    .setSourceConfig(config)
                    .setDeserializationSchema(new SimpleStringSchema())
                    .build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("source.shard.discovery.intervall: unknown key");
  }

  private static String documentation() throws IOException {
    return Files.readString(
        Path.of(System.getProperty("millrace.home")).resolve("docs/kinesis.md"));
  }
}
