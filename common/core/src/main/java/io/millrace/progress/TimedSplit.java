package io.millrace.progress;

import org.apache.flink.api.connector.source.SourceSplit;

/**
 * A split as a reader's state has it: with the highest event time that it has shown, in
 * microseconds.
 */
record TimedSplit(SourceSplit split, long highest) implements SourceSplit {

  @Override
  public String splitId() {
    return split.splitId();
  }
}
