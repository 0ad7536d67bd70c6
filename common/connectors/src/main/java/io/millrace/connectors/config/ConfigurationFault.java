package io.millrace.connectors.config;

/**
 * One thing wrong with a configuration.
 *
 * @param key where: {@code source.topic}, a group's name, an argument or a place in the file
 * @param message what is wrong and what would be right; never holds a secret
 */
public record ConfigurationFault(String key, String message) {

  /** {@code source.topic: missing}. */
  @Override
  public String toString() {
    return key + ": " + message;
  }
}
