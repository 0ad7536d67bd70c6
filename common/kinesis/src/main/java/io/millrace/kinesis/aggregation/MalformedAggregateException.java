package io.millrace.kinesis.aggregation;

/** The bytes are no aggregate after all. */
final class MalformedAggregateException extends Exception {

  private static final long serialVersionUID = 1L;

  MalformedAggregateException() {
    super("no aggregated record", null, false, false);
  }
}
