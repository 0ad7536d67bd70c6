package io.millrace.local.feed;

import io.millrace.contract.StreamContract;
import io.millrace.event.RejectReason;
import io.millrace.local.feed.Expected.OfPartition;
import io.millrace.local.feed.StorefrontPlan.Kind;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Makes a web shop's stream for {@code schemas/storefront.odcs.yaml}: disordered, with late events,
 * duplicates, conflicting duplicates and records broken in every way, over four busy Kafka
 * partitions and an idle one. The same (records, seed) give the same bytes, keys, headers and
 * timestamps, always; and what must become of them is known.
 */
public final class StorefrontGenerator implements Feed {

  /** Records above it are generated, and must be rejected: the job is to have this limit. */
  public static final int MAX_RECORD_BYTES = 1 << 20;

  /** Strings above it are generated, and must be rejected: the job is to have this limit. */
  public static final int MAX_STRING_LENGTH = 1 << 16;

  /** In 10,000. */
  private static final int MOSTLY_LATE = 6_667;

  private static final DateTimeFormatter HOUR =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH").withZone(ZoneOffset.UTC);

  private final long records;
  private final long seed;
  private final StorefrontPlan plan;

  /**
   * @param records how many records to make, broken ones and duplicates included
   * @param contract the storefront contract: its time bounds decide what is late and what is in the
   *     future
   */
  public StorefrontGenerator(long records, long seed, StreamContract contract) {
    this(records, seed, contract, StorefrontPlan.FEW_LATE);
  }

  private StorefrontGenerator(long records, long seed, StreamContract contract, int late) {
    this.records = records;
    this.seed = seed;
    this.plan =
        new StorefrontPlan(
            records,
            seed,
            late,
            contract.maxOutOfOrderness(),
            contract.maxFutureSkew(),
            contract.dedupHorizon());
  }

  /**
   * The same with two of three events late: wherever a job begins again, it meets late ones before
   * its splits have shown their highest times anew.
   */
  public static StorefrontGenerator mostlyLate(long records, long seed, StreamContract contract) {
    return new StorefrontGenerator(records, seed, contract, MOSTLY_LATE);
  }

  @Override
  public int partitions() {
    return StorefrontPlan.BUSY_PARTITIONS + 1;
  }

  @Override
  public long records() {
    return records;
  }

  @Override
  public void forEach(Consumer<FeedRecord> sink) {
    StorefrontEvents events = new StorefrontEvents(seed, plan);
    plan.forEach(step -> sink.accept(events.write(step)));
  }

  /** What must become of the records; takes a second for some million records. */
  public Expected expected() {
    return new Tally().run();
  }

  /**
   * How many sessions the events that must be in the lake make of their visitors, all of them
   * taken.
   *
   * @param maxLength null for no limit
   */
  public long visitorSessions(Duration gap, @Nullable Duration maxLength) {
    VisitorSessions sessions = new VisitorSessions(gap, maxLength);
    plan.forEach(
        step -> {
          if (step.kind() == Kind.NEW) {
            sessions.add(plan.visitor(step.event()), step.eventTime());
            sessions.forget(plan.firstVisitor(step.event()));
          }
        });
    return sessions.total();
  }

  /** Passes on the id of each event that must be in the lake, as the column {@code _event_id}. */
  public void forEachWrittenId(Consumer<String> sink) {
    long written = expected().written();
    StringBuilder id = new StringBuilder(36);
    for (long event = 0; event < written; event++) {
      id.setLength(0);
      StorefrontEvents.appendId(id, seed, event);
      sink.accept(id.toString());
    }
  }

  private final class Tally {
    private long written;
    private long duplicate;
    private long conflicting;
    private long late;
    private final Map<RejectReason, Long> rejected = new EnumMap<>(RejectReason.class);
    private final Map<Long, Long> writtenByHour = new TreeMap<>();
    private final long[][] partitions = new long[partitions()][3];

    Expected run() {
      plan.forEach(this::add);
      Map<String, Long> byHour = new TreeMap<>();
      writtenByHour.forEach(
          (hour, events) ->
              byHour.put(
                  HOUR.format(Instant.ofEpochSecond(TimeUnit.HOURS.toSeconds(hour))), events));
      List<OfPartition> ofPartitions = new ArrayList<>();
      for (long[] counts : partitions) {
        ofPartitions.add(new OfPartition(counts[0], counts[1], counts[2]));
      }
      return new Expected(
          records,
          written,
          duplicate,
          conflicting,
          Map.copyOf(rejected),
          late,
          byHour,
          List.copyOf(ofPartitions));
    }

    private void add(StorefrontPlan.Step step) {
      long[] partition = partitions[step.partition()];
      partition[0]++;
      Breakage breakage = step.breakage();
      if (breakage != null) {
        partition[2]++;
        rejected.merge(breakage.reason(), 1L, Long::sum);
        return;
      }
      partition[1]++;
      if (step.kind() == Kind.NEW) {
        written++;
        late += step.late() ? 1 : 0;
        writtenByHour.merge(
            Math.floorDiv(step.eventTime(), TimeUnit.HOURS.toMicros(1)), 1L, Long::sum);
      } else {
        duplicate++;
        conflicting += step.kind() == Kind.CONFLICTING ? 1 : 0;
      }
    }
  }
}
