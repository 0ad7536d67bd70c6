/** What a test orders and asks beside the API: faults, and counts of calls. */
@NullMarked
package io.millrace.local.kinesis.control;

import org.jspecify.annotations.NullMarked;
