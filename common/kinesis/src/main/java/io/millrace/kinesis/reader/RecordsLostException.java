package io.millrace.kinesis.reader;

/** The stream's retention may have taken records that had not been read. */
final class RecordsLostException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  RecordsLostException(String what) {
    super(
        what
            + ". To go on without them: source.on-gap=continue in a Millrace job, else"
            + " source.fail-on-gap=false");
  }
}
