/** The operations of the Kinesis API, without HTTP. */
@NullMarked
package io.millrace.local.kinesis.api;

import org.jspecify.annotations.NullMarked;
