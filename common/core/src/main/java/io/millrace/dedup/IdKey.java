package io.millrace.dedup;

/**
 * An id on its way into a {@link Deduplicator}: in the form that blocks hold, hashed. Made by
 * {@link Deduplicator#key} for the same one.
 */
public final class IdKey {

  private final int bucket;
  private final byte[] text;
  private final boolean uuid;
  private final long high;
  private final long low;
  private final long hash;

  private IdKey(int bucket, byte[] text, boolean uuid, long high, long low, long hash) {
    this.bucket = bucket;
    this.text = text;
    this.uuid = uuid;
    this.high = high;
    this.low = low;
    this.hash = hash;
  }

  static IdKey of(int bucket, byte[] id, UuidText uuidText, IdHash idHash) {
    if (uuidText.read(id)) {
      long high = uuidText.high();
      long low = uuidText.low();
      return new IdKey(bucket, id, true, high, low, idHash.ofUuid(high, low));
    }
    return new IdKey(bucket, id, false, 0, 0, idHash.ofBytes(id, 0, id.length));
  }

  int bucket() {
    return bucket;
  }

  /** Whether the id is a UUID's canonical text, held as {@link #high()} and {@link #low()}. */
  boolean uuid() {
    return uuid;
  }

  long high() {
    return high;
  }

  long low() {
    return low;
  }

  byte[] text() {
    return text;
  }

  long hash() {
    return hash;
  }
}
