/** What a core costs: Millrace's jobs against other programs that do the same work. */
@NullMarked
package io.millrace.bench;

import org.jspecify.annotations.NullMarked;
