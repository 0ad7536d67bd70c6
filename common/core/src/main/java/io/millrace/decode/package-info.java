/** From a record's bytes to an accepted event or a rejection; never an exception. */
@NullMarked
package io.millrace.decode;

import org.jspecify.annotations.NullMarked;
