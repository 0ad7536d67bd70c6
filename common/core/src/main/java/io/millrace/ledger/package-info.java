/** The count of every record's one outcome, page by checkpoint. */
@NullMarked
package io.millrace.ledger;

import org.jspecify.annotations.NullMarked;
