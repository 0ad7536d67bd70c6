package io.millrace.rollups;

import io.millrace.aggregate.PreAggregation;
import io.millrace.contract.RollupDefinition;
import io.millrace.contract.StreamContract;
import io.millrace.event.Event;
import io.millrace.ledger.RollupPage;
import java.util.List;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.util.OutputTag;

/** Sums of events by rollup, group and slice, ahead of the shuffle; see {@link PreAggregator}. */
final class PreAggregate extends PreAggregation<Partial> {

  private static final long serialVersionUID = 1L;

  private final StreamContract contract;
  private final long mostMemory;

  private transient PreAggregator aggregator;

  /**
   * @param mostMemory about how many bytes its partials may take
   * @param pages where its pages go
   */
  @SuppressWarnings("NullAway.Init") // Flink calls open before any record.
  PreAggregate(StreamContract contract, long mostMemory, OutputTag<RollupPage> pages) {
    super("rollups", pages);
    this.contract = contract;
    this.mostMemory = mostMemory;
  }

  @Override
  protected List<String> definitions() {
    return contract.rollups().stream().map(RollupDefinition::name).toList();
  }

  @Override
  public void open() throws Exception {
    super.open();
    aggregator = new PreAggregator(contract, tally(), mostMemory);
  }

  @Override
  public void processElement(StreamRecord<Event> element) {
    aggregator.add(element.getValue(), progress().millis());
    if (aggregator.full()) {
      flush();
    }
  }

  @Override
  protected void flush() {
    aggregator.flush(partial -> output.collect(new StreamRecord<>(partial)));
  }
}
