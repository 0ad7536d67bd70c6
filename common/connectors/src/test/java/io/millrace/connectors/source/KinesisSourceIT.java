package io.millrace.connectors.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connectors.config.ContractFile;
import io.millrace.connectors.config.Parameters;
import io.millrace.contract.StreamContract;
import io.millrace.event.Decoded;
import io.millrace.event.Event;
import io.millrace.event.Rejection;
import io.millrace.event.SourceRecord;
import io.millrace.local.kinesis.EmbeddedKinesis;
import io.millrace.local.kinesis.Limits;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;

/** {@code source.type=kinesis}, from a configuration to decoded records. */
class KinesisSourceIT {

  private static final Path HOME = Path.of(System.getProperty("millrace.home"));
  private static final int ROUNDS = 40;

  @TempDir private Path folder;

  @Test
  void everyRecordIsAnEventOrARejectionWithItsPlace() throws Exception {
    try (EmbeddedKinesis server =
        EmbeddedKinesis.start(folder.resolve("kinesis"), 0, Limits.withoutRates())) {
      List<String> valid =
          Files.readAllLines(
              HOME.resolve("common/core/src/test/resources/golden/storefront/valid.ndjson"));
      String arn = write(server, valid);

      List<Decoded> read = read(server, arn);

      assertThat(read).hasSize(ROUNDS * (valid.size() + 1));
      assertThat(read).filteredOn(Event.class::isInstance).hasSize(ROUNDS * valid.size());
      assertThat(read)
          .extracting(KinesisSourceIT::source)
          .allSatisfy(
              record -> {
                assertThat(record.split()).startsWith("shardId-");
                assertThat(record.position().sequence()).matches("[0-9]{40,}");
                assertThat(new String(record.key(), StandardCharsets.UTF_8)).startsWith("key-");
              });
      assertThat(read)
          .extracting(decoded -> source(decoded).split() + source(decoded).position())
          .doesNotHaveDuplicates();
    }
  }

  private static List<Decoded> read(EmbeddedKinesis server, String arn) throws Exception {
    Map<String, String> source = new HashMap<>();
    source.put("type", "kinesis");
    source.put("stream-arn", arn);
    source.put("bounded", "true");
    source.put("alignment-max-drift", "1 s");
    source.put("kinesis.aws.endpoint", server.endpoint().toString());
    source.put("kinesis.aws.credentials.provider", "BASIC");
    source.put("kinesis.aws.credentials.provider.basic.accesskeyid", "any");
    source.put("kinesis.aws.credentials.provider.basic.secretkey", "thing");
    Parameters parameters =
        Parameters.of(
            Map.of(
                "source",
                source,
                "job",
                Map.of("contract", HOME.resolve("schemas/storefront.odcs.yaml").toString())));
    StreamContract contract = Objects.requireNonNull(ContractFile.from(parameters.group("job")));
    SourceConfig config = SourceConfig.from(parameters.group("source"));
    parameters.check();

    Configuration flink = new Configuration();
    flink.setString("pipeline.generic-types", "false");
    flink.setString("rest.bind-port", "0");
    StreamExecutionEnvironment env = StreamExecutionEnvironment.createLocalEnvironment(2, flink);
    return Sources.attach(env, config, contract, new byte[32]).executeAndCollect(10_000);
  }

  /** Writes each line and a broken one in turn, and gives the stream's ARN. */
  private static String write(EmbeddedKinesis server, List<String> lines) {
    try (KinesisAsyncClient client =
        KinesisAsyncClient.builder()
            .endpointOverride(server.endpoint())
            .region(Region.EU_CENTRAL_1)
            .credentialsProvider(
                StaticCredentialsProvider.create(AwsBasicCredentials.create("any", "thing")))
            .httpClientBuilder(NettyNioAsyncHttpClient.builder())
            .build()) {
      client.createStream(request -> request.streamName("storefront").shardCount(4)).join();
      client.waiter().waitUntilStreamExists(request -> request.streamName("storefront")).join();
      List<String> all = new ArrayList<>(lines);
      all.add("{\"broken\":");
      for (int round = 0; round < ROUNDS; round++) {
        for (String line : all) {
          String key = "key-" + round;
          client
              .putRecord(
                  request ->
                      request
                          .streamName("storefront")
                          .partitionKey(key)
                          .data(SdkBytes.fromUtf8String(line)))
              .join();
        }
      }
      return client
          .describeStreamSummary(request -> request.streamName("storefront"))
          .join()
          .streamDescriptionSummary()
          .streamARN();
    }
  }

  private static SourceRecord source(Decoded decoded) {
    return decoded instanceof Event event ? event.source() : ((Rejection) decoded).source();
  }
}
