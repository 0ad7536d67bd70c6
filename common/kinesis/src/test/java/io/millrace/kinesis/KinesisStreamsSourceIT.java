package io.millrace.kinesis;

import static io.millrace.kinesis.KinesisJobs.assertSeenOnce;
import static io.millrace.kinesis.KinesisJobs.await;
import static io.millrace.kinesis.KinesisJobs.awaitEnd;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.local.kinesis.EmbeddedKinesis;
import io.millrace.local.kinesis.Fault;
import io.millrace.local.kinesis.KinesisAdmin;
import io.millrace.local.kinesis.Limit;
import io.millrace.local.kinesis.Limits;
import io.millrace.local.kinesis.Trouble;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The source in a job, through the AWS SDK, against the embedded server. */
class KinesisStreamsSourceIT {

  private static final int KEYS = 100;

  @TempDir private Path folder;
  private EmbeddedKinesis server;
  private KinesisAdmin admin;

  @BeforeEach
  void startServer() {
    server = EmbeddedKinesis.start(folder.resolve("kinesis"), 0, Limits.withoutRates());
    admin = new KinesisAdmin(server.endpoint());
    SeenOnce.forget();
  }

  @AfterEach
  void stopServer() {
    server.close();
  }

  @Test
  void everyRecordOnceOverSplitsMergesFailuresAndARestoreAtAnotherParallelism() throws Exception {
    try (TestStream stream = new TestStream(server, "busy", 4)) {
      stream.write(KEYS, 60);
      stream.split(stream.openShards().get(2));
      stream.write(KEYS, 60);
      stream.mergeFirstTwo();
      stream.write(KEYS, 60);
      stream.mergeFirstTwo();
      stream.write(KEYS, 60);
      stream.writeAggregates("packed", 50, 40);
      JobClient job = start(stream, stream.config(), 3, null);
      await("a first part", () -> SeenOnce.total() > 5_000);

      stream.split(stream.openShards().get(1));
      stream.write(KEYS, 100);
      stream.mergeFirstTwo();
      SeenOnce.FAIL_AFTER.set(3_000);
      stream.write(KEYS, 100);
      stream.writeAggregates("packed", 50, 40);
      await("all so far", () -> SeenOnce.total() == stream.total());

      admin.order(
          Fault.of(Trouble.UNAVAILABLE).onOperation("ListShards").lasting(Duration.ofSeconds(2)));

      String savepoint =
          job.stopWithSavepoint(false, folder.toString(), SavepointFormatType.CANONICAL).get();
      awaitEnd(job);
      admin.clearFaults();
      stream.split(stream.openShards().get(0));
      stream.write(KEYS, 100);
      stream.mergeFirstTwo();
      stream.write(KEYS, 100);
      job = start(stream, stream.config(), 2, savepoint);
      await("all after the restore", () -> SeenOnce.total() == stream.total());
      assertThat(job.getJobStatus().get()).isEqualTo(JobStatus.RUNNING);
      job.cancel().get();
      awaitEnd(job);

      assertSeenOnce(stream);
    }
  }

  @Test
  void enhancedFanOutReadsTheSame() throws Exception {
    try (TestStream stream = new TestStream(server, "pushed", 2)) {
      stream.registerConsumer("reader");
      // The service ends a subscription after five minutes.
      admin.limit(Map.of(Limit.SUBSCRIPTION_MILLIS, 700L, Limit.RESUBSCRIBE_MILLIS, 100L));
      Configuration config = stream.config();
      config.setString("source.reader.type", "EFO");
      config.setString("source.efo.consumer.name", "reader");
      stream.write(KEYS, 50);
      JobClient job = start(stream, config, 2, null);
      await("the first part", () -> SeenOnce.total() == stream.total());
      stream.split(stream.openShards().get(0));
      stream.write(KEYS, 50);
      SeenOnce.FAIL_AFTER.set(1_000);
      stream.mergeFirstTwo();
      stream.write(KEYS, 50);
      admin.order(
          Fault.of(Trouble.INTERNAL_FAILURE)
              .onOperation("SubscribeToShard")
              .lasting(Duration.ofSeconds(1)));
      await("all", () -> SeenOnce.total() == stream.total());
      admin.clearCalls();
      await("renewed subscriptions", () -> admin.calls("SubscribeToShard") >= 12);
      stream.write(KEYS, 50);
      await("all after the renewals", () -> SeenOnce.total() == stream.total());
      job.cancel().get();
      awaitEnd(job);

      assertSeenOnce(stream);
    }
  }

  @Test
  void aRestoreInsideAnAggregateGoesOnInsideIt() throws Exception {
    try (TestStream stream = new TestStream(server, "packed", 1)) {
      stream.writeAggregates("k", 2, 20_000);
      SeenOnce.PAUSE_NANOS.set(TimeUnit.MICROSECONDS.toNanos(200));
      JobClient job = start(stream, stream.config(), 1, null);
      await("a part of the first aggregate", () -> SeenOnce.total() > 2_000);

      String savepoint =
          job.stopWithSavepoint(false, folder.toString(), SavepointFormatType.CANONICAL).get();
      awaitEnd(job);
      assertThat(SeenOnce.total()).isBetween(2_000, 19_999);

      SeenOnce.PAUSE_NANOS.set(0);
      SeenOnce.FAIL_AFTER.set(15_000);
      job = start(stream, stream.config(), 1, savepoint);
      await("all", () -> SeenOnce.total() == stream.total());
      job.cancel().get();
      awaitEnd(job);
      assertSeenOnce(stream);
    }
  }

  @Test
  void theLargestRecordsGoThroughASmallBuffer() throws Exception {
    try (TestStream stream = new TestStream(server, "large", 1)) {
      stream.allowLargestRecords();
      stream.writeLargest(3);
      stream.write(1, 10);
      Configuration config = stream.config();
      config.setString("source.reader.buffer", "1 mb");
      config.setString("source.bounded", "true");
      config.setString("source.shard.get-records.max-bytes-per-second", "1 gb");

      start(stream, config, 1, null).getJobExecutionResult().get(2, TimeUnit.MINUTES);

      assertSeenOnce(stream);
    }
  }

  @Test
  void aBoundedReadEndsByItself() throws Exception {
    try (TestStream stream = new TestStream(server, "bounded", 2)) {
      stream.write(KEYS, 20);
      stream.split(stream.openShards().get(0));
      stream.write(KEYS, 20);
      Configuration config = stream.config();
      config.setString("source.bounded", "true");

      JobClient job = start(stream, config, 2, null);

      // Throws unless it has finished.
      job.getJobExecutionResult().get(2, TimeUnit.MINUTES);
      assertSeenOnce(stream);
    }
  }

  @Test
  void oneThrottledShardDoesNotSlowTheOthersAndAnIdleSourceRests() throws Exception {
    try (TestStream stream = new TestStream(server, "uneven", 8)) {
      String throttled = stream.openShards().get(0).shardId();
      long fault =
          admin.order(Fault.of(Trouble.THROTTLE).onOperation("GetRecords").onShard(throttled));
      stream.write(KEYS, 50);
      JobClient job = start(stream, stream.config(), 1, null);

      await("everything of the others", () -> SeenOnce.total() > stream.total() / 2);
      await("the throttled shard is called", () -> calls(stream, throttled) > 4);
      assertThat(SeenOnce.total()).isLessThan(stream.total());
      admin.clear(fault);
      await("all", () -> SeenOnce.total() == stream.total());

      admin.clearCalls();
      long begin = System.nanoTime();
      await("some idle calls", () -> admin.calls("GetRecords") >= 24);
      Duration idle = Duration.ofNanos(System.nanoTime() - begin);
      assertThat(idle)
          .as("8 idle shards are called less than twice a second")
          .isGreaterThan(Duration.ofMillis(1500));
      job.cancel().get();
      awaitEnd(job);
      assertSeenOnce(stream);
    }
  }

  private long calls(TestStream stream, String shard) {
    return admin.calls("GetRecords", stream.name, shard);
  }

  private JobClient start(
      TestStream stream, Configuration source, int parallelism, String savepoint) throws Exception {
    return KinesisJobs.seenOnce(stream, source, parallelism, savepoint, folder);
  }
}
