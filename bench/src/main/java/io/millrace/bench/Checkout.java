package io.millrace.bench;

import java.nio.file.Path;

/** The checkout that is measured. */
final class Checkout {

  private Checkout() {}

  /** A file below it. */
  static Path resolve(String path) {
    String home = System.getProperty("millrace.home");
    if (home == null) {
      throw new IllegalStateException("start me by ./bench/speed: -Dmillrace.home is not set");
    }
    return Path.of(home).resolve(path);
  }
}
