package io.millrace.event;

/**
 * A record that goes to the dead letters.
 *
 * @param source the record as its split held it, its bytes unchanged
 * @param reason why
 * @param path the JSON path of what is wrong, {@code $.items[2].price}; {@code $} for the whole
 *     record
 * @param message what is wrong, for a person; never holds a value of the record
 */
public record Rejection(SourceRecord source, RejectReason reason, String path, String message)
    implements Decoded {}
