package io.millrace.bench.micro;

import io.millrace.bench.Checkout;
import io.millrace.bench.Clicks;
import io.millrace.contract.ContractCompiler;
import io.millrace.contract.StreamContract;
import io.millrace.decode.DecodeLimits;
import io.millrace.decode.RecordDecoder;
import io.millrace.event.Event;
import io.millrace.event.Position;
import io.millrace.event.SourceRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The beginning of the benchmark's stream, as records and as events. */
final class ClickEvents {

  /** More than fit into a core's caches. */
  static final int COUNT = 100_000;

  private ClickEvents() {}

  static StreamContract contract() {
    String file = "bench/contracts/clicks.odcs.yaml";
    return ContractCompiler.compile(file, Checkout.bytes(file));
  }

  static RecordDecoder decoder() {
    return new RecordDecoder(contract(), DecodeLimits.DEFAULTS, null);
  }

  static SourceRecord[] records() {
    List<SourceRecord> records = new ArrayList<>(COUNT);
    new Clicks(COUNT, 1, 0)
        .forEach(
            record ->
                records.add(
                    new SourceRecord(
                        "clicks-0",
                        Position.ofOffset(records.size()),
                        TimeUnit.MILLISECONDS.toMicros(record.recordTime()),
                        null,
                        record.value(),
                        List.of())));
    return records.toArray(new SourceRecord[0]);
  }

  static Event[] events() {
    RecordDecoder decoder = decoder();
    SourceRecord[] records = records();
    Event[] events = new Event[records.length];
    for (int i = 0; i < events.length; i++) {
      events[i] = (Event) decoder.decode(records[i]);
    }
    return events;
  }
}
