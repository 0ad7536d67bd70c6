package io.millrace.rollups;

import io.millrace.aggregate.Projection;
import io.millrace.aggregate.RowFields;
import io.millrace.connectors.jdbc.RollupTables;
import io.millrace.connectors.jdbc.RowChange;
import io.millrace.contract.RollupDefinition;
import io.millrace.contract.StreamContract;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.jspecify.annotations.Nullable;

/** Turns results into rows of the tables that {@link RollupTables} builds. */
final class ResultRows extends AbstractStreamOperator<RowChange>
    implements OneInputStreamOperator<WindowResult, RowChange> {

  private static final long serialVersionUID = 1L;

  private record Target(Rollup rollup, String results, String corrections) {}

  private final StreamContract contract;
  private transient Map<String, Target> targets;

  @SuppressWarnings("NullAway.Init") // Flink calls open before any result.
  ResultRows(StreamContract contract) {
    this.contract = contract;
  }

  @Override
  public void open() throws Exception {
    super.open();
    targets = new HashMap<>();
    RowFields fields = new RowFields(contract);
    for (RollupDefinition definition : contract.rollups()) {
      targets.put(
          definition.name(),
          new Target(
              Rollup.of(definition, fields),
              RollupTables.results(contract, definition).name(),
              RollupTables.corrections(contract, definition).name()));
    }
  }

  @Override
  public void processElement(StreamRecord<WindowResult> element) {
    WindowResult result = element.getValue();
    Target target = targets.get(result.rollup());
    if (target == null) {
      throw new IllegalStateException("a result of an unknown rollup");
    }
    Rollup rollup = target.rollup();
    List<@Nullable Object> group = Arrays.asList(rollup.group().values(result.group()));
    List<@Nullable Object> measures = Arrays.asList(rollup.results().values(result.measures()));

    List<@Nullable Object> row = key(result);
    row.addAll(group);
    row.addAll(measures);
    row.add(result.revision());
    output.collect(new StreamRecord<>(RowChange.upsert(target.results(), row.toArray())));

    if (result.old() != null) {
      List<@Nullable Object> correction = key(result);
      correction.add(result.revision());
      correction.addAll(group);
      correction.addAll(Arrays.asList(rollup.results().values(result.old())));
      correction.addAll(measures);
      output.collect(
          new StreamRecord<>(RowChange.upsert(target.corrections(), correction.toArray())));
    }
  }

  private static List<@Nullable Object> key(WindowResult result) {
    List<@Nullable Object> key = new ArrayList<>();
    key.add(Instant.ofEpochMilli(result.window().start()));
    key.add(Instant.ofEpochMilli(result.window().end()));
    key.add(Projection.id(result.group()));
    return key;
  }
}
