/** HTTP/1.1 and HTTP/2 in front of the operations. */
@NullMarked
package io.millrace.local.kinesis.http;

import org.jspecify.annotations.NullMarked;
