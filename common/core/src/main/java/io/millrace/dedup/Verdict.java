package io.millrace.dedup;

/** What a {@link Deduplicator} says of an event. */
public enum Verdict {
  /** The id is not remembered; it is from now on. */
  NEW,
  /** The id is remembered, and the content is the same. */
  DUPLICATE,
  /** The id is remembered with other content. */
  CONFLICTING
}
