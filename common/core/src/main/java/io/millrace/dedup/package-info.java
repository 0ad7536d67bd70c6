/** Exact deduplication by event id over a horizon of event time. */
@NullMarked
package io.millrace.dedup;

import org.jspecify.annotations.NullMarked;
