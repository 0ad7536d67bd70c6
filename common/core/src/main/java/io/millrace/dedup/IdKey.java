package io.millrace.dedup;

/** The id that is being looked up, in the form that blocks hold. Reused, not thread-safe. */
final class IdKey {

  private final IdHash idHash;
  private final UuidText uuidText = new UuidText();
  private byte[] text = {};
  private boolean uuid;
  private long hash;

  IdKey(IdHash idHash) {
    this.idHash = idHash;
  }

  /** Looks at {@code id} from now on. */
  IdKey of(byte[] id) {
    text = id;
    uuid = uuidText.read(id);
    hash = uuid ? idHash.ofUuid(uuidText.high(), uuidText.low()) : idHash.ofBytes(id, 0, id.length);
    return this;
  }

  /** Whether the id is a UUID's canonical text, held as {@link #high()} and {@link #low()}. */
  boolean uuid() {
    return uuid;
  }

  long high() {
    return uuidText.high();
  }

  long low() {
    return uuidText.low();
  }

  byte[] text() {
    return text;
  }

  long hash() {
    return hash;
  }
}
