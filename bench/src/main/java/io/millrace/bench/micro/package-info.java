/** Parts of a record's way, each alone, by JMH: where a regression is. See docs/speed.md. */
@NullMarked
package io.millrace.bench.micro;

import org.jspecify.annotations.NullMarked;
