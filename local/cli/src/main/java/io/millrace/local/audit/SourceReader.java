package io.millrace.local.audit;

/** What the audit asks of a source. */
public sealed interface SourceReader extends AutoCloseable permits OffsetReader, ShardReader {

  /** The splits that the source has now. */
  Iterable<String> splits();

  @Override
  void close();
}
