package io.millrace.bench.micro;

import io.millrace.decode.RecordDecoder;
import io.millrace.event.Decoded;
import io.millrace.event.SourceRecord;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** JSON bytes to a checked event: parsing, the contract, the row. */
@State(Scope.Thread)
@SuppressWarnings("NullAway.Init") // JMH calls the setup first.
public class DecodeBenchmark {

  private RecordDecoder decoder;
  private SourceRecord[] records;
  private int next;

  @Setup
  public void prepare() {
    decoder = ClickEvents.decoder();
    records = ClickEvents.records();
  }

  @Benchmark
  public Decoded event() {
    next = (next + 1) % records.length;
    return decoder.decode(records[next]);
  }
}
