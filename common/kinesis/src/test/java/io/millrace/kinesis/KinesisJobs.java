package io.millrace.kinesis;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.serialization.SimpleStringSchema;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;

/** Jobs that read a test's stream, in this JVM. */
final class KinesisJobs {

  private KinesisJobs() {}

  /** What {@link SeenOnce} sees of a stream; {@code savepoint} may be null. */
  static JobClient seenOnce(
      TestStream stream, Configuration source, int parallelism, String savepoint, Path folder)
      throws Exception {
    Configuration config = flink(folder);
    if (savepoint != null) {
      config.setString("execution.state-recovery.path", savepoint);
    }
    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.createLocalEnvironment(parallelism, config);
    env.fromSource(
            source(stream, source, KinesisDeserializationSchema.of(new SimpleStringSchema())),
            WatermarkStrategy.noWatermarks(),
            "kinesis")
        .uid("kinesis")
        .map(new SeenOnce())
        .uid("seen")
        .setParallelism(1)
        .sinkTo(new DiscardingSink<>())
        .uid("sink");
    return env.executeAsync("seen once");
  }

  /** What {@link CountingSchema} counts of a stream, by one subtask. */
  static JobClient counted(TestStream stream, Configuration source, Path folder) throws Exception {
    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.createLocalEnvironment(1, flink(folder));
    env.fromSource(
            source(stream, source, new CountingSchema()),
            WatermarkStrategy.noWatermarks(),
            "kinesis")
        .sinkTo(new DiscardingSink<>());
    return env.executeAsync("counted");
  }

  private static Configuration flink(Path folder) {
    Configuration config = new Configuration();
    config.setString("execution.checkpointing.interval", "200 ms");
    config.setString(
        "execution.checkpointing.dir", folder.resolve("checkpoints").toUri().toString());
    config.setString("restart-strategy.type", "fixed-delay");
    config.setString("restart-strategy.fixed-delay.attempts", "20");
    config.setString("restart-strategy.fixed-delay.delay", "100 ms");
    // Records wait in buffers for long: whoever may overtake does.
    config.setString("execution.buffer-timeout.interval", "1 s");
    config.setString("rest.bind-port", "0");
    config.setString("pipeline.generic-types", "false");
    return config;
  }

  private static <T> KinesisStreamsSource<T> source(
      TestStream stream, Configuration source, KinesisDeserializationSchema<T> schema) {
    return KinesisStreamsSource.<T>builder()
        .setStreamArn(stream.arn)
        .setSourceConfig(source)
        .setDeserializationSchema(schema)
        .build();
  }

  /** Everything that was written, once, each key's numbers in order. */
  static void assertSeenOnce(TestStream stream) {
    assertThat(SeenOnce.DUPLICATES).hasValue(0);
    assertThat(SeenOnce.OUT_OF_ORDER).hasValue(0);
    stream
        .written()
        .forEach(
            (key, count) -> {
              BitSet all = new BitSet();
              all.set(0, count);
              assertThat(SeenOnce.SEEN.get(key)).as(key).isEqualTo(all);
            });
  }

  /** The job's cluster ends with it. */
  static void awaitEnd(JobClient job) throws Exception {
    job.getJobExecutionResult().handle((result, failure) -> true).get(2, TimeUnit.MINUTES);
  }

  /** Asks until it is so. */
  static void await(String what, Callable<Boolean> condition) throws Exception {
    long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(2);
    while (!condition.call()) {
      if (System.nanoTime() > deadline) {
        throw new IOException("waited in vain for " + what + "; seen " + SeenOnce.total());
      }
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }
}
