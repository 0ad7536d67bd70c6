package io.millrace.connectors.jdbc;

/**
 * Whose pages they are.
 *
 * @param job the job's configured name
 * @param run the Flink job's id, hexadecimal, and what tells this start of it from others
 */
public record LedgerRun(
    String job, String run, String stream, String contractId, String contractVersion) {}
