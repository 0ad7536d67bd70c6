package io.millrace.contract;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What became of a contract's file: a contract, or faults.
 *
 * @param file the file's name, for messages
 * @param compiled the contract; null if there is any fault
 * @param faults every fault, by line; empty if there is a contract
 */
public record Compilation(
    String file, @Nullable StreamContract compiled, List<ContractFault> faults) {

  public Compilation {
    faults = List.copyOf(faults);
    if ((compiled == null) == faults.isEmpty()) {
      throw new IllegalArgumentException("a contract or faults, not both, not neither");
    }
  }

  /** The contract, if the file has no fault. */
  public Optional<StreamContract> contract() {
    return Optional.ofNullable(compiled);
  }
}
