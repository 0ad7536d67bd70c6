package io.millrace.sessions;

/** How totals are merged; the order must not matter. */
@FunctionalInterface
interface Merging {
  byte[] merge(byte[] one, byte[] other) throws Exception;
}
