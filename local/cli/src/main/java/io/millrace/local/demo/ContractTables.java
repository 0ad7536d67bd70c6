package io.millrace.local.demo;

import io.millrace.connectors.jdbc.JdbcTable;
import io.millrace.connectors.jdbc.RollupTables;
import io.millrace.connectors.jdbc.SessionTables;
import io.millrace.contract.StreamContract;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Every table that the jobs of a contract need, but the ledger's. */
public final class ContractTables {

  private ContractTables() {}

  /** None if the contract has neither rollups nor sessions. */
  public static List<JdbcTable> of(StreamContract contract) {
    Map<String, JdbcTable> tables = new LinkedHashMap<>();
    RollupTables.of(contract).forEach(table -> tables.put(table.name(), table));
    // Both have the table of what came too late.
    SessionTables.of(contract).forEach(table -> tables.putIfAbsent(table.name(), table));
    return List.copyOf(tables.values());
  }
}
