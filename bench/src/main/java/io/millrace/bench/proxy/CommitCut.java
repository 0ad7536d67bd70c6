package io.millrace.bench.proxy;

/** Where in the transaction of a sink's commit its connection is cut. */
public enum CommitCut {
  /** Before the marker is written: nothing is applied. */
  BEFORE,
  /** All is written, the COMMIT does not reach the database: nothing is applied. */
  INSIDE,
  /** All is applied, and the client does not learn it. */
  REPLY_LOST,
  /** All is applied, and the client knows; its connection is gone. */
  AFTER
}
