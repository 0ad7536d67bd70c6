/** Records that the Kinesis Producer Library has packed into one. */
@NullMarked
package io.millrace.kinesis.aggregation;

import org.jspecify.annotations.NullMarked;
