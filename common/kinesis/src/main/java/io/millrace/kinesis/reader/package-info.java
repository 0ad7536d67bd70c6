/** Reads many shards at once, each at its own pace. */
@NullMarked
package io.millrace.kinesis.reader;

import org.jspecify.annotations.NullMarked;
