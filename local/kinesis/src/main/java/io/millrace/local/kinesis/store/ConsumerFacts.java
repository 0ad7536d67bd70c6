package io.millrace.local.kinesis.store;

/**
 * A registered consumer of a stream.
 *
 * @param created in milliseconds
 */
public record ConsumerFacts(String name, long created) {}
