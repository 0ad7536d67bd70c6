package io.millrace.kinesis.split;

/** Order of Kinesis sequence numbers: decimal numbers of up to 128 digits without leading zeros. */
public final class SequenceNumbers {

  private SequenceNumbers() {}

  /** As {@link java.util.Comparator} has it. */
  public static int compare(String left, String right) {
    int byLength = Integer.compare(left.length(), right.length());
    return byLength != 0 ? byLength : left.compareTo(right);
  }
}
