package io.millrace.local.platform;

/** A part that is one process. */
abstract class JavaPart implements Part {

  private final JavaProcess process;

  JavaPart(JavaProcess process) {
    this.process = process;
  }

  public final JavaProcess process() {
    return process;
  }

  @Override
  public final void ensureRunning() {
    process.ensureRunning();
  }

  @Override
  public final void close() {
    process.close();
  }
}
