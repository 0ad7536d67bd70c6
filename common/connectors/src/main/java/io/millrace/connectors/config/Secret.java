package io.millrace.connectors.config;

import java.io.Serializable;

/**
 * A value that no log, error or {@code toString} shows.
 *
 * @param reveal the value itself; pass it on, never print it
 */
public record Secret(String reveal) implements Serializable {

  /** {@code ******}, whatever the value and its length. */
  @Override
  public String toString() {
    return "******";
  }
}
