/**
 * Configuration: property groups from a file, the command line or Managed Flink; all errors at
 * once.
 */
@NullMarked
package io.millrace.connectors.config;

import org.jspecify.annotations.NullMarked;
