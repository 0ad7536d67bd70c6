package io.millrace.connectors.config;

/**
 * A value that no log, error or {@code toString} shows.
 *
 * @param reveal the value itself; pass it on, never print it
 */
public record Secret(String reveal) {

  /** {@code ******}, whatever the value and its length. */
  @Override
  public String toString() {
    return "******";
  }
}
