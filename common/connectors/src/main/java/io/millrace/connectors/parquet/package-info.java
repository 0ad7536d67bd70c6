/**
 * The lake: events and rejections as Hive-partitioned Parquet files, written exactly once by
 * Flink's {@code FileSink}, and their footers read back.
 *
 * <p>Rows travel in the binary form of {@link io.millrace.event.RowReader} and are shredded
 * straight into column chunks ({@link io.millrace.connectors.parquet.column}).
 */
@NullMarked
package io.millrace.connectors.parquet;

import org.jspecify.annotations.NullMarked;
