/** A one-node Kafka broker as a process of its own. */
@NullMarked
package io.millrace.local.broker;

import org.jspecify.annotations.NullMarked;
