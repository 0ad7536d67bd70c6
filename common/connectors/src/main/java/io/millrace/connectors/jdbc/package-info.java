/** Rows to PostgreSQL, exactly once: the two-phase sink, its tables, and the ledger's. */
@NullMarked
package io.millrace.connectors.jdbc;

import org.jspecify.annotations.NullMarked;
