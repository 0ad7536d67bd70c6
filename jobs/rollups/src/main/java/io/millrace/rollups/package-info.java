/** The rollups job: windowed aggregates of a stream, to tables. */
@NullMarked
package io.millrace.rollups;

import org.jspecify.annotations.NullMarked;
