package io.millrace.local.kinesis.store;

import io.netty.buffer.ByteBuf;

/**
 * A record as read from a log.
 *
 * @param arrival when it was put, in milliseconds
 * @param data a view of the buffer that it was read from
 */
public record StoredRecord(
    String sequenceNumber, long arrival, String partitionKey, ByteBuf data) {}
