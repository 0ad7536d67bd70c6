package io.millrace.connectors.config;

import java.util.List;
import java.util.stream.Collectors;

/** A configuration that cannot be used; carries all its faults. */
public final class InvalidConfigurationException extends RuntimeException {

  private final transient List<ConfigurationFault> faults;

  /**
   * @param faults at least one
   */
  public InvalidConfigurationException(List<ConfigurationFault> faults) {
    super(
        faults.stream()
            .map(fault -> "\n  " + fault)
            .collect(
                Collectors.joining(
                    "", "invalid configuration, " + faults.size() + " error(s):", "")));
    this.faults = List.copyOf(faults);
  }

  /** Every fault: those of arguments and file first, then by the order in which keys were read. */
  public List<ConfigurationFault> faults() {
    return faults;
  }
}
