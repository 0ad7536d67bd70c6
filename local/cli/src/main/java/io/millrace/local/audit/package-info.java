/** Holds the ledger against the source, against the lake and against itself. */
@NullMarked
package io.millrace.local.audit;

import org.jspecify.annotations.NullMarked;
