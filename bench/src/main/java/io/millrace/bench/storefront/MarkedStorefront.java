package io.millrace.bench.storefront;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.contract.StreamContract;
import io.millrace.local.feed.Feed;
import io.millrace.local.feed.FeedRecord;
import io.millrace.local.feed.StorefrontGenerator;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.IntSupplier;

/**
 * The generated storefront stream, two of three of its events late by up to {@link #MOST_LATE}, and
 * between them marked events: of country {@value #COUNTRY} and visitors {@value #VISITOR}…, half of
 * them punctual, half later than any window waits. So what came too late is marked, always, and
 * whatever is not marked must be in its windows exactly.
 *
 * <p>Each marked visitor is there for ten minutes; marked events that are too late fall into them
 * again, when the session has long been closed.
 */
public final class MarkedStorefront implements Feed {

  /** No event of the generator's is older than its split's watermark by more than this. */
  public static final Duration MOST_LATE = Duration.ofMinutes(45);

  static final String COUNTRY = "ZZ";
  static final String TYPE = "order_changed";
  static final String VISITOR = "z-";

  /** All have records: while one is empty, watermarks wait until it counts as idle. */
  private static final int PARTITIONS = 4;

  private static final int MARKED_EVERY = 20;
  private static final Duration VISIT = Duration.ofMinutes(10);
  private static final Duration PUNCTUAL = Duration.ofSeconds(20);

  /** Of the late marked events in turn: past the cut-off of windows and of sessions. */
  private static final List<Duration> TOO_LATE =
      List.of(Duration.ofMinutes(90), Duration.ofMinutes(130));

  private final StorefrontGenerator generated;

  public MarkedStorefront(long records, long seed, StreamContract contract) {
    generated = StorefrontGenerator.mostlyLate(records, seed, contract);
  }

  @Override
  public int partitions() {
    return PARTITIONS;
  }

  @Override
  public long records() {
    long[] records = {0};
    forEach(record -> records[0]++);
    return records[0];
  }

  @Override
  public void forEach(Consumer<FeedRecord> sink) {
    forEach(sink, () -> PARTITIONS);
  }

  /**
   * The same records, the marked ones spread over a number of partitions that may grow. Those of
   * them that are not punctual are too late on any partition.
   */
  public void forEach(Consumer<FeedRecord> sink, IntSupplier partitions) {
    new Pass(sink, id -> {}, partitions).run();
  }

  /** Passes on the id of each event that must be in the lake. */
  public void forEachWrittenId(Consumer<String> ids) {
    generated.forEachWrittenId(ids);
    new Pass(record -> {}, ids, () -> PARTITIONS).run();
  }

  /** The records from one to before another, at no more than so many a second. */
  public Feed part(long from, long to, long perSecond) {
    return new Part(this, from, to, perSecond);
  }

  private final class Pass {
    private final Consumer<FeedRecord> sink;
    private final Consumer<String> ids;
    private final IntSupplier partitions;
    private long passed;
    private long marked;
    private long begin;

    Pass(Consumer<FeedRecord> sink, Consumer<String> ids, IntSupplier partitions) {
      this.sink = sink;
      this.ids = ids;
      this.partitions = partitions;
    }

    void run() {
      generated.forEach(
          record -> {
            sink.accept(record);
            begin = passed == 0 ? record.recordTime() : begin;
            if (++passed % MARKED_EVERY == 0) {
              mark(record.recordTime(), PUNCTUAL);
              Duration late = TOO_LATE.get((int) (passed / MARKED_EVERY % TOO_LATE.size()));
              if (record.recordTime() - begin > late.toMillis()) {
                mark(record.recordTime(), late);
              }
            }
          });
    }

    private void mark(long now, Duration age) {
      int visitor = (int) (marked % PARTITIONS);
      int partition = (int) (marked % partitions.getAsInt());
      long time = now - age.toMillis();
      String id = new UUID(0x4000L | (7L << 32), 0x8000000000000000L | marked).toString();
      String json =
          """
          {"event_id":"%s","type":"%s","occurred_at":"%s","visitor_id":"%s%d-%d","user_id":%d,\
          "country":"%s","device":{"kind":"phone"},"page_url":"https://shop.example.com/z/%d",\
          "order_id":"O-%06d","total":%d.%02d}"""
              .formatted(
                  id,
                  TYPE,
                  Instant.ofEpochMilli(time),
                  VISITOR,
                  time / VISIT.toMillis(),
                  visitor,
                  1 + marked % 500,
                  COUNTRY,
                  marked,
                  marked,
                  marked % 400,
                  marked % 100);
      marked++;
      ids.accept(id);
      sink.accept(new FeedRecord(partition, now, null, json.getBytes(UTF_8), List.of()));
    }
  }

  private record Part(MarkedStorefront whole, long from, long to, long perSecond) implements Feed {

    @Override
    public int partitions() {
      return whole.partitions();
    }

    @Override
    public long records() {
      return to - from;
    }

    @Override
    public void forEach(Consumer<FeedRecord> sink) {
      Pace pace = new Pace(perSecond);
      long[] seen = {0};
      whole.forEach(
          record -> {
            long place = seen[0]++;
            if (place >= from && place < to) {
              pace.await();
              sink.accept(record);
            }
          });
    }
  }
}
