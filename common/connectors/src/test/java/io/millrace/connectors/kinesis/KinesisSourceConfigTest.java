package io.millrace.connectors.kinesis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.connectors.config.InvalidConfigurationException;
import io.millrace.connectors.config.Parameters;
import io.millrace.kinesis.config.KinesisSourceConfigOptions;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class KinesisSourceConfigTest {

  private static final String ARN = "arn:aws:kinesis:eu-central-1:123456789012:stream/orders";

  @Test
  void handsTheSourcesOwnKeysThrough() {
    KinesisSourceConfig config =
        read(
            Map.of(
                "kinesis.aws.region", "eu-west-1",
                "kinesis.source.reader.buffer", "16 mb",
                "starting-position", "latest"));

    assertThat(config.streamArn()).isEqualTo(ARN);
    assertThat(config.options().toMap())
        .containsEntry("aws.region", "eu-west-1")
        .containsEntry("source.reader.buffer", "16 mb")
        .containsEntry("source.init.position", "LATEST");
  }

  @Test
  void reportsUnknownAndUnreadableKeysAllAtOnce() {
    assertThatThrownBy(
            () ->
                read(
                    Map.of(
                        "kinesis.source.reader.typ", "EFO",
                        "kinesis.source.reader.buffer", "plenty",
                        "kinesis.source.init.position", "LATEST",
                        "kinesis.aws.credentials.provider", "BASIC")))
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessageContaining(
            "source.kinesis.source.reader.typ: unknown key; did you mean source.reader.type?")
        .hasMessageContaining("source.kinesis.source.reader.buffer: Could not parse")
        .hasMessageContaining(
            "source.kinesis.source.init.position: is said by source.starting-position")
        .hasMessageContaining(
            "source.kinesis.aws.credentials.provider.basic.secretkey: is missing for BASIC");
  }

  @Test
  void aQuietStreamIsNotStoppedByWhatMayBeAGapUnlessThatIsAskedFor() {
    assertThat(read(Map.of()).options().get(KinesisSourceConfigOptions.FAIL_ON_GAP)).isFalse();
    assertThat(read(Map.of("on-gap", "fail")).options().get(KinesisSourceConfigOptions.FAIL_ON_GAP))
        .isTrue();
    assertThatThrownBy(() -> read(Map.of("on-gap", "skip")))
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessageContaining("source.on-gap: must be fail or continue");
  }

  private static KinesisSourceConfig read(Map<String, String> keys) {
    Map<String, String> source = new HashMap<>(keys);
    source.put("stream-arn", ARN);
    Parameters parameters = Parameters.of(Map.of("source", source));
    KinesisSourceConfig config = KinesisSourceConfig.from(parameters.group("source"));
    parameters.check();
    return config;
  }
}
