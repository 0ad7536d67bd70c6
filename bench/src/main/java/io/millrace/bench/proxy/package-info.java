/** What stands between the jobs and their services, and can fail as a network or a service does. */
@NullMarked
package io.millrace.bench.proxy;

import org.jspecify.annotations.NullMarked;
