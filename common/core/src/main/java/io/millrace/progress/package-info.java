/** Event-time progress that survives recovery: watermarks, lateness. */
@NullMarked
package io.millrace.progress;

import org.jspecify.annotations.NullMarked;
