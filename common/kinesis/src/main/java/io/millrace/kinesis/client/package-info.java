/** The calls that the source makes, and what their failures mean. */
@NullMarked
package io.millrace.kinesis.client;

import org.jspecify.annotations.NullMarked;
