package io.millrace.connectors.jdbc;

import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * What went wrong in the database, as far as it may be told.
 *
 * @param passing whether another attempt may succeed without anyone doing anything to the job
 * @param description SQL state and what it means; never a value of a row
 */
record SqlFailure(boolean passing, String description) {

  /** Connection, rollback (deadlock, serialization), resources, intervention, system error. */
  private static final Set<String> PASSING_CLASSES = Set.of("08", "40", "53", "58");

  /**
   * A shutdown, crash or start-up of the server, a cancelled statement, a lock not to be had, a
   * server that is read-only (a failover under way).
   */
  private static final Set<String> PASSING_STATES =
      Set.of("57P01", "57P02", "57P03", "57P05", "57014", "55P03", "25006", "25P03");

  /** Their messages name tables, columns, users and settings, but no values. */
  private static final Set<String> TELLABLE_CLASSES =
      Set.of("08", "25", "28", "3D", "3F", "40", "42", "53", "55", "57", "58");

  static SqlFailure of(SQLException failure) {
    SQLException told = withState(failure);
    String state = told.getSQLState();
    if (state == null || state.length() != 5) {
      return new SqlFailure(false, "no SQL state (" + told.getClass().getSimpleName() + ")");
    }
    String classOf = state.substring(0, 2);
    List<String> parts = new ArrayList<>();
    parts.add("SQL state " + state + meaning(classOf));
    ServerErrorMessage server =
        told instanceof PSQLException postgres ? postgres.getServerErrorMessage() : null;
    if (TELLABLE_CLASSES.contains(classOf)) {
      parts.add(firstLine(server == null ? told.getMessage() : server.getMessage()));
      if (told.getCause() instanceof IOException cause) {
        // The driver says the same of a name that is not known and of a port that nobody answers.
        parts.add(cause.getClass().getSimpleName());
      }
    } else if (server != null) {
      add(parts, "table", server.getTable());
      add(parts, "column", server.getColumn());
      add(parts, "constraint", server.getConstraint());
    }
    return new SqlFailure(
        PASSING_CLASSES.contains(classOf) || PASSING_STATES.contains(state),
        String.join(", ", parts));
  }

  /** A batch wraps what happened to its statements. */
  private static SQLException withState(SQLException failure) {
    for (SQLException e = failure; e != null; e = e.getNextException()) {
      if (e instanceof PSQLException && e.getSQLState() != null) {
        return e;
      }
    }
    return failure;
  }

  private static void add(List<String> parts, String what, @Nullable String name) {
    if (name != null) {
      parts.add(what + " " + Identifiers.quoted(name));
    }
  }

  private static String firstLine(@Nullable String message) {
    return message == null ? "" : message.lines().findFirst().orElse("");
  }

  private static String meaning(String classOf) {
    return switch (classOf) {
      case "08" -> " (connection)";
      case "21", "22" -> " (a value that the column cannot hold)";
      case "23" -> " (a constraint of the table)";
      case "28" -> " (authorization)";
      case "40" -> " (rolled back)";
      case "42" -> " (definition or privilege)";
      case "53" -> " (resources)";
      case "54" -> " (a limit of the database, such as a key too long for its index)";
      case "57" -> " (shutdown or cancellation)";
      default -> "";
    };
  }
}
