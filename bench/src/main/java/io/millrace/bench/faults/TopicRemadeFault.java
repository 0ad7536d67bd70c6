package io.millrace.bench.faults;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PrimitiveIterator;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * The topic is deleted and made again while all jobs stand still. It then has fewer records than
 * they had read, some of them for the second time: each job names the gap of each partition, reads
 * what there is from its beginning, and knows the events that it had. What was written of the old
 * topic is checked while that is still there.
 */
final class TopicRemadeFault implements Fault {

  private static final Duration LIMIT = Duration.ofMinutes(5);

  /** Of each partition, so that half of them are fewer than those that were read. */
  private static final int EVENTS = 6;

  static List<Fault> all() {
    return List.of(new TopicRemadeFault());
  }

  @Override
  public String name() {
    return "topic-remade";
  }

  @Override
  public void inject(Scene scene, RandomGenerator random) throws Exception {
    int partitions = scene.feeding().partitions();
    InputBatch again = events(scene, partitions, 1 + random.nextInt(EVENTS / 2));
    again.send(inTurn(partitions));
    events(scene, partitions, EVENTS / 2).send(inTurn(partitions));
    scene.feeding().rest(LIMIT);
    Map<Integer, Long> ends = scene.records().ends();
    scene.awaitRead(lastPositions(scene, ends));
    scene.each(job -> job.stop());
    List<String> wrong = scene.settle();
    if (!wrong.isEmpty()) {
      throw new IllegalStateException("wrong before the topic was made again: " + wrong);
    }
    scene.records().remake(partitions);
    ends.forEach((partition, end) -> scene.additions().mustBeCut(split(scene, partition), end));
    Map<String, Long> last = again.handOver(inTurn(partitions));
    scene.note("ended at", ends);
    scene.note("sent again", last);
    scene.each(job -> job.restore(2));
    scene.awaitRead(last);
    List<String> otherwise = scene.gapsNamedDifferently();
    if (!otherwise.isEmpty()) {
      throw new IllegalStateException("gaps are not what they are: " + otherwise);
    }
  }

  /** So many for each partition, of the stream's time. */
  private static InputBatch events(Scene scene, int partitions, int each) throws Exception {
    InputBatch batch = new InputBatch(scene);
    for (int i = 0; i < partitions * each; i++) {
      batch.good(batch.event(Instant.ofEpochMilli(batch.now()).toString()));
    }
    return batch;
  }

  private static java.util.function.IntSupplier inTurn(int partitions) {
    PrimitiveIterator.OfInt numbers = IntStream.iterate(0, i -> (i + 1) % partitions).iterator();
    return numbers::nextInt;
  }

  private static Map<String, Long> lastPositions(Scene scene, Map<Integer, Long> ends) {
    Map<String, Long> last = new HashMap<>();
    ends.forEach((partition, end) -> last.put(split(scene, partition), end - 1));
    return last;
  }

  private static String split(Scene scene, int partition) {
    return scene.records().split(partition);
  }
}
