package io.millrace.sessions;

/**
 * A session as its row shows it.
 *
 * @param start the time of its first event, in microseconds: with the key what identifies the row
 * @param end the time of its last event
 * @param revision 1 when its events are first in the table; then one more than the highest of the
 *     rows that it replaces
 * @param totals what its events add up to
 */
@SuppressWarnings("ArrayRecordComponent") // Passed on, never compared.
record Session(long start, long end, int revision, byte[] totals) {}
