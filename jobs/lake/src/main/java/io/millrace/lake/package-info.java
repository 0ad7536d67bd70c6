/** The lake job: a stream to exactly-once Parquet, with its dead letters and its ledger. */
@NullMarked
package io.millrace.lake;

import org.jspecify.annotations.NullMarked;
