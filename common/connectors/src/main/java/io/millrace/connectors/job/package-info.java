/** What every job has: its configuration's common groups, and the environment it runs in. */
@NullMarked
package io.millrace.connectors.job;

import org.jspecify.annotations.NullMarked;
