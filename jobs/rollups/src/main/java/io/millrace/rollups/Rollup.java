package io.millrace.rollups;

import io.millrace.aggregate.Measures;
import io.millrace.aggregate.Projection;
import io.millrace.aggregate.ResultValues;
import io.millrace.aggregate.RowFields;
import io.millrace.contract.RollupDefinition;
import io.millrace.contract.StreamContract;
import java.nio.charset.StandardCharsets;

/**
 * A rollup, compiled: its windows, conditions, group and measures. Not thread-safe.
 *
 * @param identity what must not change while there is state of it
 */
record Rollup(
    String name,
    String identity,
    Windows windows,
    Where where,
    Projection group,
    Measures measures,
    ResultValues results) {

  private static final char AFTER_NAME = '\0';

  static Rollup of(RollupDefinition definition, RowFields fields) {
    StreamContract contract = fields.contract();
    Projection group = Projection.of(fields, definition.groupBy());
    Measures measures = Measures.of(fields, definition.measures());
    return new Rollup(
        definition.name(),
        contract.name() + " " + definition + " " + group.columns() + " " + measures.columns(),
        Windows.of(definition.window()),
        new Where(fields, definition.where()),
        group,
        measures,
        new ResultValues(measures.columns()));
  }

  /** What Flink keys by: the rollup's name and the group's bytes, each a character. */
  static String key(String rollup, byte[] group) {
    return rollup + AFTER_NAME + new String(group, StandardCharsets.ISO_8859_1);
  }

  static String nameIn(String key) {
    return key.substring(0, key.indexOf(AFTER_NAME));
  }

  static byte[] groupIn(String key) {
    return key.substring(key.indexOf(AFTER_NAME) + 1).getBytes(StandardCharsets.ISO_8859_1);
  }
}
