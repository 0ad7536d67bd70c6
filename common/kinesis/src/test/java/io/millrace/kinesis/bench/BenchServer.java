package io.millrace.kinesis.bench;

import io.millrace.local.kinesis.KinesisMain;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import org.apache.flink.configuration.Configuration;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.http.Protocol;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;

/** An embedded Kinesis in a process of its own, with a stream. */
final class BenchServer implements AutoCloseable {

  static final int RECORD_BYTES = 200;

  private static final int BATCH = 500;
  private static final int UNDER_WAY = 8;
  private static final String STREAM = "bench";

  private final Process process;
  private final URI endpoint;
  private final int shards;
  private final KinesisAsyncClient client;

  private BenchServer(Process process, URI endpoint, int shards) {
    this.process = process;
    this.endpoint = endpoint;
    this.shards = shards;
    this.client =
        KinesisAsyncClient.builder()
            .endpointOverride(endpoint)
            .region(Region.US_EAST_1)
            .credentialsProvider(
                StaticCredentialsProvider.create(AwsBasicCredentials.create("any", "thing")))
            .httpClientBuilder(NettyNioAsyncHttpClient.builder().protocol(Protocol.HTTP1_1))
            .build();
  }

  static BenchServer start(Path folder, int shards) throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                KinesisMain.class.getName(),
                folder.toString(),
                Integer.toString(port),
                "no-limits")
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    BufferedReader output =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    String line = output.readLine();
    while (line != null && !line.equals(KinesisMain.READY)) {
      line = output.readLine();
    }
    if (line == null) {
      throw new IOException("the server does not start");
    }
    BenchServer server = new BenchServer(process, URI.create("http://127.0.0.1:" + port), shards);
    server.client.createStream(request -> request.streamName(STREAM).shardCount(shards)).join();
    server.client.waiter().waitUntilStreamExists(r -> r.streamName(STREAM)).join();
    return server;
  }

  /** Writes records of random bytes, as many to each shard. */
  void write(long records) throws InterruptedException {
    Semaphore underWay = new Semaphore(UNDER_WAY);
    Random random = new Random(1);
    List<CompletableFuture<?>> failed = new ArrayList<>();
    BigInteger shardWidth = BigInteger.TWO.pow(128).divide(BigInteger.valueOf(shards));
    for (long begun = 0; begun < records; begun += BATCH) {
      List<PutRecordsRequestEntry> batch = new ArrayList<>(BATCH);
      String hash = shardWidth.multiply(BigInteger.valueOf(begun / BATCH % shards)).toString();
      for (int i = 0; i < BATCH; i++) {
        byte[] data = new byte[RECORD_BYTES];
        random.nextBytes(data);
        batch.add(
            PutRecordsRequestEntry.builder()
                .partitionKey("key-" + random.nextInt(10_000))
                .explicitHashKey(hash)
                .data(SdkBytes.fromByteArrayUnsafe(data))
                .build());
      }
      underWay.acquire();
      CompletableFuture<?> put =
          client
              .putRecords(request -> request.streamName(STREAM).records(batch))
              .whenComplete((answer, failure) -> underWay.release());
      if (put.isCompletedExceptionally()) {
        failed.add(put);
      }
    }
    underWay.acquire(UNDER_WAY);
    failed.forEach(CompletableFuture::join);
  }

  String arn() {
    return client
        .describeStreamSummary(request -> request.streamName(STREAM))
        .join()
        .streamDescriptionSummary()
        .streamARN();
  }

  /** Reads it from the beginning as fast as it comes. */
  Configuration source() {
    Configuration config = new Configuration();
    config.setString("aws.endpoint", endpoint.toString());
    config.setString("aws.credentials.provider", "BASIC");
    config.setString("aws.credentials.provider.basic.accesskeyid", "any");
    config.setString("aws.credentials.provider.basic.secretkey", "thing");
    config.setString("source.init.position", "TRIM_HORIZON");
    config.setString("source.shard.get-records.max-calls-per-second", "1000");
    config.setString("source.shard.get-records.max-bytes-per-second", "1 gb");
    return config;
  }

  @Override
  public void close() {
    client.close();
    process.destroy();
    process.onExit().join();
  }
}
