package io.millrace.bench.micro;

import io.millrace.dedup.Deduplicator;
import io.millrace.dedup.EventIdBuckets;
import io.millrace.dedup.Verdict;
import io.millrace.event.Event;
import java.time.Duration;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/** The question whether an id is known, without state: 95,000 ids, each a UUID. */
@State(Scope.Thread)
@SuppressWarnings("NullAway.Init") // JMH calls the setup first.
public class DedupBenchmark {

  private static final Duration HORIZON = Duration.ofDays(1);

  private final EventIdBuckets buckets = EventIdBuckets.of(128);
  private Event[] events;
  private Deduplicator full;
  private int next;

  @Setup
  public void prepare() {
    events = ClickEvents.events();
    full = new Deduplicator(buckets.count(), HORIZON);
    for (Event event : events) {
      offer(full, event);
    }
  }

  /** Each is known. */
  @Benchmark
  public Verdict duplicate() {
    next = (next + 1) % events.length;
    return offer(full, events[next]);
  }

  /** Nineteen in twenty are new; the tables grow from nothing. */
  @Benchmark
  @OperationsPerInvocation(ClickEvents.COUNT)
  public void fresh(Blackhole blackhole) {
    Deduplicator empty = new Deduplicator(buckets.count(), HORIZON);
    for (Event event : events) {
      blackhole.consume(offer(empty, event));
    }
  }

  private Verdict offer(Deduplicator deduplicator, Event event) {
    return deduplicator.offer(
        deduplicator.key(buckets.bucket(event), event.id()),
        event.contentHash(),
        event.eventTime(),
        Long.MIN_VALUE);
  }
}
