package io.millrace.local.kinesis.store;

import java.util.List;
import java.util.Map;

/** What is kept of a stream beside its records: the file {@code stream.json} of its folder. */
record StreamFacts(
    String name,
    long created,
    String mode,
    int retentionHours,
    int maxRecordKiB,
    Map<String, String> tags,
    List<ShardFacts> shards,
    List<ConsumerFacts> consumers) {}
