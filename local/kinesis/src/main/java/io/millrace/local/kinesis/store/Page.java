package io.millrace.local.kinesis.store;

import io.netty.buffer.ByteBuf;

/**
 * Some successive records of a shard.
 *
 * @param entries the records, each as {@link RecordEntry} says; the receiver releases it
 * @param count how many
 * @param next the number of the record behind them
 * @param behind how far they lie behind the newest record's time, in milliseconds; 0 only when
 *     nothing is behind them
 * @param ended whether the shard is closed and nothing is behind them
 */
public record Page(ByteBuf entries, int count, long next, long behind, boolean ended) {}
