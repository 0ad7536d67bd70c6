/** The keys of the source's configuration. */
@NullMarked
package io.millrace.kinesis.config;

import org.jspecify.annotations.NullMarked;
