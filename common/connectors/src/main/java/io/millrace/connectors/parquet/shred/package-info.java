/** Takes records apart into columns, by the tree of the contract's fields. */
@NullMarked
package io.millrace.connectors.parquet.shred;

import org.jspecify.annotations.NullMarked;
