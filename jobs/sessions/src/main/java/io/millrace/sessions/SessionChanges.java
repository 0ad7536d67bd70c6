package io.millrace.sessions;

/** What becomes of one key's rows. */
interface SessionChanges {

  /** The row is new, or replaces the one of the same start. */
  void upsert(Session session) throws Exception;

  /** The row of that start is gone: its events are in rows that were upserted with it. */
  void delete(long start) throws Exception;

  /** The session, whose row is in the table as it is, cannot change any more. */
  void close(Session session) throws Exception;
}
