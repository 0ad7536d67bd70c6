/** A shard as a split: where it is read from, and its place in state. */
@NullMarked
package io.millrace.kinesis.split;

import org.jspecify.annotations.NullMarked;
