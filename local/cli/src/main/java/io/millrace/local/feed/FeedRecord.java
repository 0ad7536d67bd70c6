package io.millrace.local.feed;

import io.millrace.event.SourceRecord.Header;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A record on its way to the broker. The arrays are not copied; nobody writes to them.
 *
 * @param partition the topic's partition, from 0
 * @param recordTime the record's timestamp (CreateTime), in milliseconds since the epoch
 * @param key the record's key, or null
 * @param value the record's bytes; null for a tombstone
 * @param headers the record's headers, in order
 */
@SuppressWarnings("ArrayRecordComponent") // Handed from the feed to the producer, never compared.
public record FeedRecord(
    int partition,
    long recordTime,
    byte @Nullable [] key,
    byte @Nullable [] value,
    List<Header> headers) {}
