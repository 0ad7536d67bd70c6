/**
 * Aggregates of events, for every job that has some: measures, the groups they are kept for, and
 * the columns they become. No Flink, no clock, no I/O; states are bytes.
 */
@NullMarked
package io.millrace.aggregate;

import org.jspecify.annotations.NullMarked;
