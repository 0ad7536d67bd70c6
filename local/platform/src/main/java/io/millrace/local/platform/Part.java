package io.millrace.local.platform;

/** A part of the platform that runs in processes of its own. */
interface Part extends AutoCloseable {

  /** Throws a {@link PlatformException}, with the end of its log, when it has ended by itself. */
  void ensureRunning();

  /** Stops it and waits until its processes have ended. */
  @Override
  void close();
}
