/** The demo: a folder, a run from the first record to the audit, and what is shown of it. */
@NullMarked
package io.millrace.local.demo;

import org.jspecify.annotations.NullMarked;
