/** What every process of the one-machine platform has in common. */
@NullMarked
package io.millrace.local.process;

import org.jspecify.annotations.NullMarked;
