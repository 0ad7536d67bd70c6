package io.millrace.bench.faults;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.bench.storefront.SubmittedJob;
import io.millrace.local.feed.FeedRecord;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * Records expire before they are read, as when jobs stand still for longer than the topic keeps
 * records. They are of a partition to which the generator sends none, so that nothing that was
 * rejected expires with them: what is held against the topic must still be there.
 */
final class ExpiryFault implements Fault {

  /** To these the generator sends. */
  private static final int PARTITIONS = 4;

  private static final int FEWEST = 10;
  private static final int MORE = 1_000;

  static List<Fault> all() {
    return List.of(new ExpiryFault());
  }

  @Override
  public String name() {
    return "records-expired";
  }

  @Override
  public void inject(Scene scene, RandomGenerator random) throws Exception {
    int partitions = scene.feeding().partitions();
    if (partitions == PARTITIONS) {
      partitions = scene.addPartition();
    }
    int partition = partitions - 1;
    String split = scene.records().split(partition);
    scene.feeding().spreadOver(PARTITIONS);
    sendSound(scene, partition);
    stopBehindAll(scene, partition);
    long first = expire(scene, partition, FEWEST + random.nextInt(MORE));
    long next = scene.records().ends().getOrDefault(partition, 0L);
    scene.additions().mustBeMissed(split, first, next - 1);
    scene.note("expired", "%s %d to %d".formatted(split, first, next - 1));
    scene.each(job -> job.restore(2));
    sendSound(scene, partition);
    scene.feeding().spreadOver(partitions);
    List<String> wrong = scene.gapsNamedDifferently();
    if (!wrong.isEmpty()) {
      throw new IllegalStateException("gaps are not what they are: " + wrong);
    }
  }

  /** An event of the stream's time, and waits until all jobs have it. */
  private static void sendSound(Scene scene, int partition) throws Exception {
    InputBatch one = new InputBatch(scene);
    one.good(one.event(Instant.ofEpochMilli(one.now()).toString()));
    one.send(() -> partition);
  }

  /** Stops all jobs where none has anything of the partition before it. */
  private static void stopBehindAll(Scene scene, int partition) throws Exception {
    String split = scene.records().split(partition);
    while (true) {
      long end = scene.records().ends().getOrDefault(partition, 0L);
      scene.awaitRead(Map.of(split, end - 1));
      scene.each(SubmittedJob::stop);
      if (scene.records().ends().getOrDefault(partition, 0L) == end) {
        return;
      }
      // Something was still on its way from the producer.
      scene.each(job -> job.restore(2));
    }
  }

  /** Returns the position of the first one. */
  private static long expire(Scene scene, int partition, int count) throws Exception {
    long first = scene.records().ends().getOrDefault(partition, 0L);
    List<FeedRecord> fillers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      fillers.add(
          new FeedRecord(
              partition, scene.feeding().now(), null, "gone".getBytes(UTF_8), List.of()));
    }
    List<Long> positions = scene.records().send(fillers);
    long last = positions.get(count - 1);
    if (positions.get(0) != first || last != first + count - 1) {
      throw new IOException(
          "other records than those to be deleted, at %d to %d".formatted(first, last));
    }
    scene.records().deleteBefore(partition, last + 1);
    return first;
  }
}
