package io.millrace.connectors.kinesis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.connectors.config.InvalidConfigurationException;
import io.millrace.connectors.config.Parameters;
import io.millrace.kinesis.config.KinesisSourceConfigOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KinesisSourceConfigTest {

  @TempDir Path folder;

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
        .hasMessageContaining(
            "source.kinesis.source.reader.buffer: must be a size such as 64 mb, is \"plenty\"")
        .hasMessageContaining(
            "source.kinesis.source.init.position: is said by source.starting-position")
        .hasMessageContaining(
            "source.kinesis.aws.credentials.provider.basic.secretkey: is missing for BASIC");
  }

  @Test
  void whatAReferenceLedToIsNotShown() throws IOException {
    String secret = "${file:" + Files.writeString(folder.resolve("secret"), "hunter2") + "}";
    assertThatThrownBy(
            () ->
                read(
                    Map.of(
                        "kinesis.aws.credentials.provider", secret,
                        "kinesis.aws.http-client.max-concurrency", secret,
                        "kinesis.aws.http-client.read-timeout", secret,
                        "kinesis.source.shard.get-records.max-calls-per-second", secret,
                        "kinesis.aws.endpoint", "http://user:hunter2@host")))
        .hasMessageContaining(
            "aws.credentials.provider: must be one of AUTO, ENV_VAR, SYS_PROP, PROFILE, BASIC, is"
                + " not (value hidden)")
        .hasMessageContaining("max-concurrency: must be a whole number, is not (value hidden)")
        .hasMessageContaining(
            "read-timeout: must be a duration such as 30 s, is not (value hidden)")
        .hasMessageContaining("max-calls-per-second: must be a number, is not (value hidden)")
        .hasMessageContaining("aws.endpoint: must be a URI without a user and password")
        .hasMessageNotContaining("hunter2");
    KinesisSourceConfig config =
        read(Map.of("kinesis.aws.credentials.provider.basic.secretkey", secret));
    assertThat(config.toString()).doesNotContain("hunter2");
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
