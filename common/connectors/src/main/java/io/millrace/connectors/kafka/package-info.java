/** The Kafka source: each partition's records, decoded where they are read. */
@NullMarked
package io.millrace.connectors.kafka;

import org.jspecify.annotations.NullMarked;
