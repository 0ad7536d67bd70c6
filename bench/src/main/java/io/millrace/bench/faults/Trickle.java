package io.millrace.bench.faults;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Keeps records coming once the stream is over: a checkpoint without any has no page, and nobody
 * would see that a job has recovered. Of one thread.
 */
final class Trickle implements Waiting.Step {

  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final Scene scene;
  private long last = System.nanoTime();

  Trickle(Scene scene) {
    this.scene = scene;
  }

  /** To be called often. */
  @Override
  public void run() throws Exception {
    if (scene.feeding().sent() < scene.feeding().records()
        || System.nanoTime() - last < PAUSE.toNanos()) {
      return;
    }
    last = System.nanoTime();
    InputBatch batch = new InputBatch(scene);
    for (int i = 0; i < InputFault.PARTITIONS; i++) {
      batch.good(batch.event(Instant.ofEpochMilli(batch.now()).toString()));
    }
    AtomicInteger partition = new AtomicInteger();
    batch.handOver(partition::getAndIncrement);
  }
}
