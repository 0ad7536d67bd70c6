/** SQL over a lake folder and its ledger, in an embedded DuckDB. */
@NullMarked
package io.millrace.local.query;

import org.jspecify.annotations.NullMarked;
