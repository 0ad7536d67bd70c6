package io.millrace.local.feed;

import java.util.function.Consumer;

/** A finite source of records that can be read again and again, always the same. */
public interface Feed {

  /** How many partitions its topic needs; some may stay empty. */
  int partitions();

  /** How many records {@link #forEach} passes on. */
  long records();

  /**
   * Passes every record to {@code sink}, in order, on the caller's thread.
   *
   * @throws FeedException if the records cannot be read to the end
   */
  void forEach(Consumer<FeedRecord> sink);
}
