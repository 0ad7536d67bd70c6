/** Flink's JobManager and TaskManager as processes of their own. */
@NullMarked
package io.millrace.local.flink;

import org.jspecify.annotations.NullMarked;
