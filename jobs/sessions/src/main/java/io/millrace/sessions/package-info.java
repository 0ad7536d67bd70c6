/** The sessions job: a stream's sessions to tables, and those that are closed to the lake. */
@NullMarked
package io.millrace.sessions;

import org.jspecify.annotations.NullMarked;
