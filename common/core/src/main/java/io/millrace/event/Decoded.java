package io.millrace.event;

/**
 * What became of a record's bytes: an accepted {@link Event} or a {@link Rejection}; or the mark
 * that stands for {@link MissingRecords}.
 */
public sealed interface Decoded permits Event, Rejection, MissingRecords {

  /** The record as its split held it. */
  SourceRecord source();
}
