package io.millrace.local.demo;

import io.millrace.contract.SessionDefinition;
import io.millrace.contract.StreamContract;
import io.millrace.local.audit.JobAccount;
import io.millrace.local.query.LakeDatabase;
import io.millrace.local.query.ResultTable;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How many sessions a definition has.
 *
 * @param name the definition's
 * @param table its table, and its view of the lake
 * @param sessions rows of the table
 * @param events events in them
 * @param tooLate events that are in none, for they came past the cut-off
 * @param closed sessions that cannot change any more, which are filed in the lake
 */
public record SessionCount(
    String name, String table, long sessions, long events, long tooLate, long closed) {

  /** Of each definition of the contract. */
  static List<SessionCount> of(
      Connection database, LakeDatabase lake, StreamContract contract, List<JobAccount> accounts)
      throws SQLException {
    List<SessionCount> counts = new ArrayList<>();
    for (SessionDefinition session : contract.sessions()) {
      String table = contract.name() + "_" + session.name();
      List<@Nullable Object> row =
          ResultTable.query(
                  database,
                  "SELECT count(*), coalesce(sum(events), 0)::bigint FROM "
                      + LakeDatabase.identifier(table))
              .rows()
              .get(0);
      long closed =
          lake.has(table)
              ? number(
                  lake.query("SELECT count(*) FROM " + LakeDatabase.identifier(table))
                      .rows()
                      .get(0)
                      .get(0))
              : 0;
      counts.add(
          new SessionCount(
              session.name(),
              table,
              number(row.get(0)),
              number(row.get(1)),
              tooLate(session.name(), accounts),
              closed));
    }
    return List.copyOf(counts);
  }

  private static long tooLate(String name, List<JobAccount> accounts) {
    return accounts.stream()
        .flatMap(account -> account.aggregates().stream())
        .filter(aggregate -> aggregate.name().equals(name))
        .mapToLong(JobAccount.Aggregate::tooLate)
        .sum();
  }

  private static long number(@Nullable Object value) {
    return ((Number) Objects.requireNonNull(value)).longValue();
  }
}
