package io.millrace.local.platform;

/** The states of a job, as Flink names them. */
public enum JobState {
  INITIALIZING,
  CREATED,
  RUNNING,
  FAILING,
  FAILED,
  CANCELLING,
  CANCELED,
  FINISHED,
  RESTARTING,
  SUSPENDED,
  RECONCILING;

  /** Whether a job stays in it for good. */
  public boolean isEnd() {
    return this == FAILED || this == CANCELED || this == FINISHED;
  }
}
