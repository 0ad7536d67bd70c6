package io.millrace.sessions;

import io.millrace.aggregate.Projection;
import io.millrace.aggregate.RowFields;
import io.millrace.connectors.parquet.FiledRow;
import io.millrace.connectors.parquet.LakeTable;
import io.millrace.contract.Field;
import io.millrace.contract.FieldPath;
import io.millrace.contract.SessionDefinition;
import io.millrace.contract.StreamContract;
import io.millrace.contract.ValueType;
import io.millrace.event.RowWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichFlatMapFunction;
import org.apache.flink.core.fs.Path;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/**
 * A definition's closed sessions as rows of the lake, filed by the hour (UTC) that they began in.
 */
final class SessionLakeRows extends RichFlatMapFunction<SessionUpdate, FiledRow> {

  private static final long serialVersionUID = 1L;

  private final StreamContract contract;
  private final SessionDefinition definition;
  private transient List<Field> columns;
  private transient Projection key;
  private transient SessionTotals totals;
  private transient RowWriter out;

  @SuppressWarnings("NullAway.Init") // Flink calls open before any update.
  SessionLakeRows(StreamContract contract, SessionDefinition definition) {
    this.contract = contract;
    this.definition = definition;
  }

  /** {@code <lake>/_sessions/<stream>/<session>/}. */
  static LakeTable table(Path lake, StreamContract contract, SessionDefinition definition) {
    return new LakeTable(
        new Path(new Path(new Path(lake, "_sessions"), contract.name()), definition.name()),
        contract.name() + "_" + definition.name(),
        columns(contract, definition),
        contract);
  }

  @Override
  public void open(OpenContext context) {
    RowFields fields = new RowFields(contract);
    columns = columns(contract, definition);
    key = Projection.of(fields, definition.key());
    totals = new SessionTotals(fields, definition);
    out = new RowWriter();
  }

  @Override
  public void flatMap(SessionUpdate update, Collector<FiledRow> rows) {
    if (update.kind() != SessionUpdate.Kind.CLOSE
        || !update.key().session().equals(definition.name())) {
      return;
    }
    List<@Nullable Object> values = new ArrayList<>();
    values.add(Projection.id(update.key().values()).toString());
    values.add(SessionRows.time(update.start()));
    values.add(SessionRows.time(update.end()));
    values.addAll(Arrays.asList(key.values(update.key().values())));
    values.addAll(totals.results(totals.read(update.totals())));
    values.add((long) update.revision());
    out.clear();
    int presence = out.presence(columns.size());
    for (int i = 0; i < columns.size(); i++) {
      Object value = values.get(i);
      if (value != null && LakeValue.fits(value, columns.get(i).type())) {
        out.markPresent(presence, i);
        LakeValue.write(value, columns.get(i).type(), out);
      }
    }
    rows.collect(new FiledRow(LakeTable.hourFolder(update.start()), out.toByteArray()));
  }

  /** Those of the table in the database, without the time of its commit. */
  private static List<Field> columns(StreamContract contract, SessionDefinition definition) {
    List<Field> columns = new ArrayList<>();
    columns.add(LakeValue.column("group_id", ValueType.Text.ANY));
    columns.add(LakeValue.column("session_start", LakeValue.TIME));
    columns.add(LakeValue.column("session_end", LakeValue.TIME));
    add(contract, definition.key(), "", columns);
    columns.add(LakeValue.column("events", LakeValue.NUMBER));
    add(contract, definition.first(), "first_", columns);
    add(contract, definition.last(), "last_", columns);
    definition
        .measures()
        .forEach(
            measure ->
                columns.add(LakeValue.column(measure.name(), LakeValue.type(contract, measure))));
    columns.add(LakeValue.column("revision", LakeValue.NUMBER));
    return columns;
  }

  private static void add(
      StreamContract contract, List<FieldPath> paths, String prefix, List<Field> columns) {
    for (FieldPath path : paths) {
      columns.add(
          LakeValue.column(prefix + contract.flatName(path), contract.resolve(path).storedType()));
    }
  }
}
