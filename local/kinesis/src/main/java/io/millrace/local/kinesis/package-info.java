/**
 * An embedded Kinesis for tests and demos: the wire protocol, limits and faults of the service, on
 * one machine. Not for production: one copy of the data, no authentication, no encryption.
 */
@NullMarked
package io.millrace.local.kinesis;

import org.jspecify.annotations.NullMarked;
