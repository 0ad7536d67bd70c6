/** Which shards there are, in which order they are read, and by whom. */
@NullMarked
package io.millrace.kinesis.enumerator;

import org.jspecify.annotations.NullMarked;
