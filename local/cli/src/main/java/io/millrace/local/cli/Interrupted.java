package io.millrace.local.cli;

/**
 * Whether this process is on its way out, as after Ctrl-C: then what fails, fails because of it.
 */
final class Interrupted {

  private Interrupted() {}

  static boolean now() {
    Thread probe = new Thread(() -> {}, "probe");
    try {
      Runtime.getRuntime().addShutdownHook(probe);
      Runtime.getRuntime().removeShutdownHook(probe);
      return false;
    } catch (IllegalStateException shuttingDown) {
      return true;
    }
  }
}
