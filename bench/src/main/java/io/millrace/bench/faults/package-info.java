/** Breaks the platform under running jobs, and checks that nothing of it can be seen afterwards. */
@NullMarked
package io.millrace.bench.faults;

import org.jspecify.annotations.NullMarked;
