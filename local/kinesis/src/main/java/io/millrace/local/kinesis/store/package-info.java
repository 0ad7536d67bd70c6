/** Streams, shards and their logs, kept in a folder. Nothing here knows the wire protocol. */
@NullMarked
package io.millrace.local.kinesis.store;

import org.jspecify.annotations.NullMarked;
