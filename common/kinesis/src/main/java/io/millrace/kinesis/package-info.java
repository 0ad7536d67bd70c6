/** A Flink source of Amazon Kinesis Data Streams: docs/kinesis.md. */
@NullMarked
package io.millrace.kinesis;

import org.jspecify.annotations.NullMarked;
