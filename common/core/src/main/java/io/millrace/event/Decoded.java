package io.millrace.event;

/** What became of a record's bytes: an accepted {@link Event} or a {@link Rejection}. */
public sealed interface Decoded permits Event, Rejection {

  /** The record as its split held it. */
  SourceRecord source();
}
