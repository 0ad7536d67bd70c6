/** Where a job's records come from: Kafka or Kinesis, by configuration. */
@NullMarked
package io.millrace.connectors.source;

import org.jspecify.annotations.NullMarked;
