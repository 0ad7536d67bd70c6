package io.millrace.sessions;

import io.millrace.aggregate.Projection;
import io.millrace.aggregate.RowFields;
import io.millrace.connectors.jdbc.JdbcTable;
import io.millrace.connectors.jdbc.RowChange;
import io.millrace.connectors.jdbc.SessionTables;
import io.millrace.contract.SessionDefinition;
import io.millrace.contract.StreamContract;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichFlatMapFunction;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/** Updates as rows of {@link SessionTables}. */
final class SessionRows extends RichFlatMapFunction<SessionUpdate, RowChange> {

  private static final long serialVersionUID = 1L;

  private final StreamContract contract;
  private transient Map<String, Plan> plans;

  private record Plan(JdbcTable table, Projection key, SessionTotals totals) {}

  @SuppressWarnings("NullAway.Init") // Flink calls open before any update.
  SessionRows(StreamContract contract) {
    this.contract = contract;
  }

  @Override
  public void open(OpenContext context) {
    RowFields fields = new RowFields(contract);
    plans = new HashMap<>();
    for (SessionDefinition session : contract.sessions()) {
      plans.put(
          session.name(),
          new Plan(
              SessionTables.sessions(contract, session),
              Projection.of(fields, session.key()),
              new SessionTotals(fields, session)));
    }
  }

  @Override
  public void flatMap(SessionUpdate update, Collector<RowChange> changes) {
    Plan plan = plans.get(update.key().session());
    if (plan == null) {
      throw new IllegalStateException("no definition " + update.key().session());
    }
    String table = plan.table().name();
    switch (update.kind()) {
      case UPSERT -> changes.collect(RowChange.upsert(table, row(update, plan)));
      case DELETE -> {
        @Nullable Object[] key = new @Nullable Object[plan.table().columns().size()];
        key[0] = Projection.id(update.key().values());
        key[1] = time(update.start());
        changes.collect(RowChange.delete(table, key));
      }
      case CLOSE -> {
        // The row stays as it is.
      }
    }
  }

  private static @Nullable Object[] row(SessionUpdate update, Plan plan) {
    List<@Nullable Object> row = new ArrayList<>();
    row.add(Projection.id(update.key().values()));
    row.add(time(update.start()));
    row.add(time(update.end()));
    row.addAll(Arrays.asList(plan.key().values(update.key().values())));
    row.addAll(plan.totals().results(plan.totals().read(update.totals())));
    row.add((long) update.revision());
    return row.toArray();
  }

  static Instant time(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }
}
