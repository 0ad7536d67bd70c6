/** An S3 server over a folder, as a process of its own. */
@NullMarked
package io.millrace.local.objectstore;

import org.jspecify.annotations.NullMarked;
