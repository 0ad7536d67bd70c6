package io.millrace.sessions;

import io.millrace.aggregate.Accumulators;
import io.millrace.aggregate.Measures;
import io.millrace.aggregate.Projection;
import io.millrace.aggregate.RowFields;
import io.millrace.contract.FieldPath;
import io.millrace.contract.SessionDefinition;
import io.millrace.event.Event;
import io.millrace.event.RowReader;
import io.millrace.event.RowWriter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the events of a session add up to: their number, first and last values, measures. Compiled
 * from a definition; the order of events and merges does not matter (see {@link Measures}). A null
 * is no value: the first value of a property is that of the first event that has one. Not
 * thread-safe.
 */
final class SessionTotals implements Merging {

  private static final int VERSION = 1;

  /** The totals of some events. Mutable. */
  static final class Totals {
    private long events;
    private final @Nullable Kept[] kept;
    private final Accumulators accumulators;

    private Totals(int kept, Accumulators accumulators) {
      this.kept = new @Nullable Kept[kept];
      this.accumulators = accumulators;
    }
  }

  private final RowFields fields;
  private final Measures measures;
  private final int[] slots;
  private final List<Projection> values = new ArrayList<>();
  private final int firsts;
  private final RowWriter out = new RowWriter();
  private final RowReader in = new RowReader();

  /**
   * @param fields stand at the row of the event that {@link #add} gets
   */
  SessionTotals(RowFields fields, SessionDefinition definition) {
    this.fields = fields;
    this.measures = Measures.of(fields, definition.measures());
    this.firsts = definition.first().size();
    List<FieldPath> paths = new ArrayList<>(definition.first());
    paths.addAll(definition.last());
    this.slots = paths.stream().mapToInt(fields::slot).toArray();
    paths.forEach(path -> values.add(Projection.of(fields, List.of(path))));
  }

  Totals create() {
    return new Totals(slots.length, measures.create());
  }

  void add(Totals totals, Event event) {
    totals.events++;
    for (int i = 0; i < slots.length; i++) {
      if (fields.present(slots[i])) {
        Kept held = totals.kept[i];
        if (held == null
            || (i < firsts
                ? held.isAfter(event.eventTime(), event.source())
                : held.isBefore(event.eventTime(), event.source()))) {
          totals.kept[i] =
              new Kept(
                  event.eventTime(),
                  event.source().split(),
                  event.source().position(),
                  values.get(i).bytes());
        }
      }
    }
    measures.add(totals.accumulators);
  }

  /** Takes {@code part} into {@code whole}, and returns that. */
  Totals merge(Totals whole, Totals part) {
    whole.events += part.events;
    for (int i = 0; i < slots.length; i++) {
      Kept held = whole.kept[i];
      Kept other = part.kept[i];
      if (other != null
          && (held == null
              || (i < firsts ? other.compareTo(held) < 0 : other.compareTo(held) > 0))) {
        whole.kept[i] = other;
      }
    }
    measures.merge(whole.accumulators, part.accumulators);
    return whole;
  }

  @Override
  public byte[] merge(byte[] one, byte[] other) {
    return bytes(merge(read(one), read(other)));
  }

  byte[] bytes(Totals totals) {
    out.clear().writeByte(VERSION);
    out.writeLong(totals.events);
    for (Kept kept : totals.kept) {
      out.writeBoolean(kept != null);
      if (kept != null) {
        kept.write(out);
      }
    }
    out.writeText(measures.bytes(totals.accumulators));
    return out.toByteArray();
  }

  Totals read(byte[] bytes) {
    in.open(bytes);
    int version = bytes[in.skip(1)];
    if (version != VERSION) {
      throw new IllegalArgumentException("totals of a later version of this job: " + version);
    }
    long events = in.readLong();
    @Nullable Kept[] kept = new @Nullable Kept[slots.length];
    for (int i = 0; i < kept.length; i++) {
      kept[i] = in.readBoolean() ? Kept.read(in) : null;
    }
    Totals totals = new Totals(slots.length, measures.read(Kept.bytes(in)));
    totals.events = events;
    System.arraycopy(kept, 0, totals.kept, 0, kept.length);
    return totals;
  }

  /** The values of the columns {@code events}, first values, last values, measures. */
  List<@Nullable Object> results(Totals totals) {
    List<@Nullable Object> results = new ArrayList<>();
    results.add(totals.events);
    for (int i = 0; i < slots.length; i++) {
      Kept kept = totals.kept[i];
      results.add(kept == null ? null : values.get(i).values(kept.value())[0]);
    }
    for (Object result : measures.results(totals.accumulators)) {
      results.add(result);
    }
    return results;
  }
}
