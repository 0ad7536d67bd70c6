/** What committers of all sinks have in common. */
@NullMarked
package io.millrace.connectors.commit;

import org.jspecify.annotations.NullMarked;
