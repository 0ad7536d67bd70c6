package io.millrace.kinesis.bench;

import com.sun.management.OperatingSystemMXBean;
import io.millrace.kinesis.KinesisDeserializationSchema;
import io.millrace.kinesis.KinesisRecord;
import io.millrace.kinesis.KinesisStreamsSource;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.util.Collector;

/**
 * How many records of 200 bytes a second and core of its CPU the source reads from 4 shards, and
 * what it takes while there is nothing to read or nobody takes what it has read. The server is a
 * process of its own, without limits. CPU is all that this JVM uses, Flink, its compiler and its
 * collector included. {@code bench/kinesis_rate} runs it.
 */
public final class ReadRate {

  private static final int SHARDS = 4;
  private static final long WARM_UP = 1_500_000;
  private static final Duration QUIET = Duration.ofSeconds(20);
  private static final Duration SETTLE = Duration.ofSeconds(10);

  private static final AtomicLong READ = new AtomicLong();
  private static final AtomicBoolean BLOCKED = new AtomicBoolean();

  private ReadRate() {}

  /** Arguments: a folder for the server, and how many records to measure. */
  public static void main(String[] args) throws Exception {
    long measured = Long.parseLong(args[1]);
    try (BenchServer server = BenchServer.start(Path.of(args[0]), SHARDS)) {
      server.write(WARM_UP + measured);
      JobClient job = start(server);
      await(WARM_UP);
      long from = READ.get();
      long wall = System.nanoTime();
      long cpu = cpu();
      await(WARM_UP + measured);
      double records = READ.get() - from;
      double seconds = (System.nanoTime() - wall) / 1e9;
      double cpuSeconds = (cpu() - cpu) / 1e9;
      System.out.printf(
          "read %,.0f records of %d bytes in %.1f s: %,.0f a second, %,.0f a second of CPU%n",
          records, BenchServer.RECORD_BYTES, seconds, records / seconds, records / cpuSeconds);
      quiet("idle, 4 shards without new records");
      BLOCKED.set(true);
      server.write(2_000_000);
      quiet("paused, 4 shards full of records that nobody takes");
      BLOCKED.set(false);
      job.cancel().get();
    }
    System.exit(0);
  }

  private static void quiet(String what) {
    LockSupport.parkNanos(SETTLE.toNanos());
    long wall = System.nanoTime();
    long cpu = cpu();
    Map<String, Long> threads = ThreadTimes.byName();
    while (System.nanoTime() - wall < QUIET.toNanos()) {
      LockSupport.parkNanos(QUIET.toNanos() / 10);
    }
    double seconds = System.nanoTime() - wall;
    System.out.printf(
        "%s, over %d s: the source's threads %.2f%% of a core, with all of Flink and the JVM"
            + " %.2f%%%n",
        what,
        QUIET.toSeconds(),
        100 * ThreadTimes.ofSource(threads) / seconds,
        100 * (cpu() - cpu) / seconds);
    ThreadTimes.busiest(threads).forEach(line -> System.out.printf("    %s%n", line));
  }

  private static JobClient start(BenchServer server) throws Exception {
    Configuration flink = new Configuration();
    flink.setString("rest.bind-port", "0");
    flink.setString("pipeline.object-reuse", "true");
    flink.setString("pipeline.generic-types", "false");
    StreamExecutionEnvironment env = StreamExecutionEnvironment.createLocalEnvironment(1, flink);
    KinesisStreamsSource<Long> source =
        KinesisStreamsSource.<Long>builder()
            .setStreamArn(server.arn())
            .setSourceConfig(server.source())
            .setDeserializationSchema(new Lengths())
            .build();
    env.fromSource(source, WatermarkStrategy.noWatermarks(), "kinesis")
        .sinkTo(new DiscardingSink<>());
    return env.executeAsync("read rate");
  }

  private static void await(long records) throws IOException {
    long deadline = System.nanoTime() + Duration.ofMinutes(5).toNanos();
    while (READ.get() < records) {
      if (System.nanoTime() > deadline) {
        throw new IOException("only " + READ.get() + " records in five minutes");
      }
      LockSupport.parkNanos(Duration.ofMillis(2).toNanos());
    }
  }

  private static long cpu() {
    return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }

  /** Looks at a record as little as can be. */
  private static final class Lengths implements KinesisDeserializationSchema<Long> {
    private static final long serialVersionUID = 1L;

    @Override
    public void deserialize(
        KinesisRecord record, String stream, String shardId, Collector<Long> output) {
      while (BLOCKED.get() && !Thread.currentThread().isInterrupted()) {
        LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
      }
      output.collect((long) record.data().length);
      READ.lazySet(READ.get() + 1);
    }

    @Override
    public TypeInformation<Long> getProducedType() {
      return Types.LONG;
    }
  }
}
