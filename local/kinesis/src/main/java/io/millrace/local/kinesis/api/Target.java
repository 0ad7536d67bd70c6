package io.millrace.local.kinesis.api;

import org.jspecify.annotations.Nullable;

/**
 * What a request is about, as far as it says.
 *
 * @param shard the shard that it reads or writes, when it is one
 */
public record Target(@Nullable String stream, @Nullable String shard) {}
