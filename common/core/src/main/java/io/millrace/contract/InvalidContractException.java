package io.millrace.contract;

import java.util.List;
import java.util.stream.Collectors;

/** A contract that cannot be compiled; carries all its faults. */
public final class InvalidContractException extends RuntimeException {

  private final List<ContractFault> faults;

  InvalidContractException(String file, List<ContractFault> faults) {
    super(
        faults.stream()
            .map(fault -> "\n  " + fault)
            .collect(Collectors.joining("", file + ": " + count(faults.size()), "")));
    this.faults = List.copyOf(faults);
  }

  /** Every fault, in the file's order; at least one. */
  public List<ContractFault> faults() {
    return faults;
  }

  private static String count(int faults) {
    return faults == 1 ? "1 fault" : faults + " faults";
  }
}
