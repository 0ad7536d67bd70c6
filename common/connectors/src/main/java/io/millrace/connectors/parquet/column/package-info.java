/**
 * Parquet's encodings of one column of a row group: levels, values, statistics, pages.
 *
 * <p>The bytes are those of Parquet's own column writers (pages of version 1, the same encodings
 * and limits), which take each value as an object, through five virtual calls and into slabs. Here
 * values go as primitives into arrays that serve every row group of a sink writer, and what can be
 * done once a page is done once a page.
 */
@NullMarked
package io.millrace.connectors.parquet.column;

import org.jspecify.annotations.NullMarked;
