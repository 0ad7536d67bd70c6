package io.millrace.contract;

/** What happens to JSON members that the contract does not name ({@code onUnknownField}). */
public enum UnknownFieldPolicy {
  /** They are kept, as one JSON object in the column {@code _unknown}; the default. */
  KEEP,
  /** They are left out. */
  IGNORE,
  /** The record is rejected. */
  REJECT
}
