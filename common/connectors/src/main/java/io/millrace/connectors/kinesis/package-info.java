/** The Kinesis source: each shard's records, decoded where they are read. */
@NullMarked
package io.millrace.connectors.kinesis;

import org.jspecify.annotations.NullMarked;
