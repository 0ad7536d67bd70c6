package io.millrace.contract;

import java.io.Serializable;

/**
 * One thing wrong with a contract.
 *
 * @param path where, as a YAML path: {@code schema[0].properties[2].logicalType}; {@code $} for the
 *     whole file
 * @param line the line in the file, from 1
 * @param message what is wrong and what would be right
 */
public record ContractFault(String path, int line, String message) implements Serializable {

  /** {@code line 12: schema[0].properties[2].logicalType: …}. */
  @Override
  public String toString() {
    return "line " + line + ": " + path + ": " + message;
  }
}
