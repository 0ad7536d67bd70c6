package io.millrace.kinesis;

import static io.millrace.kinesis.KinesisJobs.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.local.kinesis.EmbeddedKinesis;
import io.millrace.local.kinesis.Fault;
import io.millrace.local.kinesis.KinesisAdmin;
import io.millrace.local.kinesis.Limits;
import io.millrace.local.kinesis.Trouble;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.JobClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What trouble does to the rate. A rate on a machine that does other work as well says little, so
 * each is looked at up to three times: once must do, and a fault of ours shows in all three.
 */
@Tag("long")
class KinesisTroubleIT {

  private static final int KEYS = 100;
  private static final int ATTEMPTS = 3;
  private static final Duration TROUBLE = Duration.ofSeconds(2);
  private static final Duration BACK = Duration.ofSeconds(10);
  private static final Duration WINDOW = Duration.ofSeconds(4);

  @TempDir private Path folder;
  private EmbeddedKinesis server;
  private KinesisAdmin admin;

  @BeforeEach
  void startServer() {
    server = EmbeddedKinesis.start(folder.resolve("kinesis"), 0, Limits.withoutRates());
    admin = new KinesisAdmin(server.endpoint());
    SeenOnce.forget();
    CountingSchema.forget();
  }

  @AfterEach
  void stopServer() {
    server.close();
  }

  /** While the stream is written all the time: caught up again means that the rate is back. */
  @Test
  void nothingIsLostOrDoubledByAnyTroubleAndTheRateIsBackWithinTenSeconds() throws Exception {
    AtomicBoolean done = new AtomicBoolean();
    try (TestStream stream = new TestStream(server, "troubled", 4)) {
      CompletableFuture<Void> writing =
          CompletableFuture.runAsync(
              () -> {
                while (!done.get()) {
                  stream.write(KEYS, 1);
                  LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
                }
              });
      JobClient job = KinesisJobs.seenOnce(stream, stream.config(), 2, null, folder);
      await("the beginning", () -> SeenOnce.total() > KEYS);
      String lost = stream.openShards().get(0).shardId();

      Map<String, Duration> back = new TreeMap<>();
      for (Fault fault :
          List.of(
              Fault.of(Trouble.THROTTLE),
              Fault.of(Trouble.INTERNAL_FAILURE),
              Fault.of(Trouble.UNAVAILABLE),
              Fault.delay(Duration.ofMillis(1500)),
              Fault.of(Trouble.CUT),
              Fault.of(Trouble.CUT_AFTER),
              Fault.of(Trouble.EXPIRED_ITERATOR),
              Fault.of(Trouble.NOT_FOUND),
              Fault.of(Trouble.EMPTY_PAGE))) {
        back.put(fault.trouble().name(), timeUntilBack(stream, fault.onOperation("GetRecords")));
      }
      back.put(
          "LOST_SHARD",
          timeUntilBack(stream, Fault.of(Trouble.LOST_SHARD).onStream(stream.name).onShard(lost)));

      done.set(true);
      writing.get(2, TimeUnit.MINUTES);
      await("all", () -> SeenOnce.total() == stream.total());
      job.cancel().get();
      KinesisJobs.awaitEnd(job);
      KinesisJobs.assertSeenOnce(stream);
      assertThat(back).allSatisfy((trouble, time) -> assertThat(time).isLessThan(BACK));
    }
  }

  /** From the trouble's end until all is read that was written at its end. The shortest of some. */
  private Duration timeUntilBack(TestStream stream, Fault fault) throws Exception {
    Duration shortest = Duration.ofDays(1);
    for (int attempt = 0; attempt < ATTEMPTS && shortest.compareTo(BACK) >= 0; attempt++) {
      long id = admin.order(fault);
      LockSupport.parkNanos(TROUBLE.toNanos());
      admin.clear(id);
      long end = System.nanoTime();
      int written = stream.total();
      await("all in spite of " + fault.trouble(), () -> SeenOnce.total() >= written);
      Duration time = Duration.ofNanos(System.nanoTime() - end);
      shortest = time.compareTo(shortest) < 0 ? time : shortest;
    }
    return shortest;
  }

  /** What limits the rate is the pace of each shard, not the machine: 5 calls of 20 records. */
  @Test
  void oneThrottledShardOfManyTakesNoneOfTheOthersRate() throws Exception {
    try (TestStream stream = new TestStream(server, "wide", 64)) {
      Configuration config = stream.config();
      config.setString("source.shard.get-records.max-record-count", "20");
      stream.writeToEachShard(64, 3_500);
      String throttled = stream.openShards().get(7).shardId();
      JobClient job = KinesisJobs.counted(stream, config, folder);
      await("all shards are read", () -> CountingSchema.shards() == 64);

      double best = 0;
      for (int attempt = 0; attempt < ATTEMPTS && best < 0.9; attempt++) {
        double without = recordsInWindow(throttled);
        long id =
            admin.order(Fault.of(Trouble.THROTTLE).onOperation("GetRecords").onShard(throttled));
        long before = CountingSchema.of(throttled);
        double with = recordsInWindow(throttled);
        assertThat(CountingSchema.of(throttled) - before).as("of the throttled").isLessThan(100);
        admin.clear(id);
        best = Math.max(best, with / without);
      }
      job.cancel().get();
      KinesisJobs.awaitEnd(job);
      assertThat(best).as("the others' rate beside a throttled shard").isGreaterThan(0.9);
    }
  }

  private static double recordsInWindow(String except) {
    long begin = System.nanoTime();
    long before = CountingSchema.allBut(except);
    while (System.nanoTime() - begin < WINDOW.toNanos()) {
      LockSupport.parkNanos(begin + WINDOW.toNanos() - System.nanoTime());
    }
    return (CountingSchema.allBut(except) - before) / (double) (System.nanoTime() - begin);
  }
}
