package io.millrace.local.platform;

/** A part that is one process. */
abstract class JavaPart implements Part {

  private volatile JavaProcess process;

  JavaPart(JavaProcess process) {
    this.process = process;
  }

  /** Its process; another one each time that it is started again. */
  public final JavaProcess process() {
    return process;
  }

  /** From now on this is its process: the one before has ended. */
  final void startedAgainAs(JavaProcess next) {
    process = next;
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
