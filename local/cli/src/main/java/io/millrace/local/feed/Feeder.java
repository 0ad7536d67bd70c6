package io.millrace.local.feed;

import java.io.IOException;

/** Sends a feed to the service that holds a stream. */
public interface Feeder {

  /** Creates the stream; each partition of a feed is one of its own. */
  void create(int partitions) throws IOException, InterruptedException;

  /**
   * Sends all records and returns when the service has them.
   *
   * @throws FeedException if the feed cannot be read or the service refuses a record
   */
  void send(Feed feed);

  /** How many records have been sent so far; for other threads to watch. */
  long sent();
}
