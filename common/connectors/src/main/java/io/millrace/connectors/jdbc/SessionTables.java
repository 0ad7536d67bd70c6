package io.millrace.connectors.jdbc;

import static io.millrace.connectors.jdbc.ColumnType.BIGINT;
import static io.millrace.connectors.jdbc.ColumnType.TIMESTAMPTZ;
import static io.millrace.connectors.jdbc.ColumnType.UUID;

import io.millrace.aggregate.Measures;
import io.millrace.aggregate.Projection;
import io.millrace.aggregate.ResultColumn;
import io.millrace.aggregate.RowFields;
import io.millrace.contract.FieldPath;
import io.millrace.contract.SessionDefinition;
import io.millrace.contract.StreamContract;
import java.util.ArrayList;
import java.util.List;

/**
 * The tables of a stream's sessions, built from its contract: for each definition {@code
 * <stream>_<session>}, and {@code <stream>_too_late}.
 */
public final class SessionTables {

  /** The column that all rows of a session's key share: {@link Projection#id} of the key. */
  public static final String GROUP_ID = "group_id";

  private SessionTables() {}

  /** All of them; none if the contract has no sessions. */
  public static List<JdbcTable> of(StreamContract contract) {
    List<JdbcTable> tables = new ArrayList<>();
    for (SessionDefinition session : contract.sessions()) {
      tables.add(sessions(contract, session));
    }
    if (!tables.isEmpty()) {
      tables.add(RollupTables.tooLate(contract));
    }
    return tables;
  }

  /**
   * A definition's rows: {@code group_id}, {@code session_start}, {@code session_end}, key columns,
   * {@code events}, {@code first_} and {@code last_} values, measures, {@code revision}, {@code
   * updated_at}.
   */
  public static JdbcTable sessions(StreamContract contract, SessionDefinition session) {
    RowFields fields = new RowFields(contract);
    JdbcTable.Builder table =
        JdbcTable.named(contract.name() + "_" + session.name())
            .key(GROUP_ID, UUID, "of the key's values, which may be long")
            .key("session_start", TIMESTAMPTZ)
            .column("session_end", TIMESTAMPTZ);
    for (ResultColumn key : Projection.of(fields, session.key()).columns()) {
      table.column(key.name(), ColumnType.of(key.type()));
    }
    table.column("events", BIGINT);
    kept(fields, session.first(), "first_", table);
    kept(fields, session.last(), "last_", table);
    for (ResultColumn measure : Measures.of(fields, session.measures()).columns()) {
      ColumnType type = ColumnType.of(measure.type());
      if (measure.nullable()) {
        table.nullable(measure.name(), type);
      } else {
        table.column(measure.name(), type);
      }
    }
    return table
        .column("revision", BIGINT, "1 when the session was over, one more with each change")
        .commitTime("updated_at")
        .comment("Sessions " + session.name() + " of stream " + contract.name())
        .build();
  }

  private static void kept(
      RowFields fields, List<FieldPath> paths, String prefix, JdbcTable.Builder table) {
    for (ResultColumn kept : Projection.of(fields, paths).columns()) {
      table.nullable(prefix + kept.name(), ColumnType.of(kept.type()));
    }
  }
}
