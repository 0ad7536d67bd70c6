/** The programs that are measured, each run in a JVM of its own. */
@NullMarked
package io.millrace.bench.program;

import org.jspecify.annotations.NullMarked;
