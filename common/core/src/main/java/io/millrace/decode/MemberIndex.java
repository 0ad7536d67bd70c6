package io.millrace.decode;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * From a member's name to its place in the contract. Members mostly come in one order, and the
 * parser hands out the same String for the same name: so the member that last followed the one
 * before is tried first, by identity. Not thread-safe.
 */
final class MemberIndex {

  private final String[] names;
  private final @Nullable String[] lastSeen;
  private final int[] followers;
  private final int[] slots;

  MemberIndex(List<String> names) {
    this.names = names.toArray(new String[0]);
    lastSeen = new String[this.names.length];
    followers = new int[this.names.length + 1];
    for (int i = 0; i < this.names.length; i++) {
      followers[i] = i;
    }
    slots = new int[Math.max(4, Integer.highestOneBit(names.size()) * 4)];
    for (int i = 0; i < this.names.length; i++) {
      if (lookUp(this.names[i]) >= 0) {
        throw new IllegalArgumentException("two fields read the JSON member " + this.names[i]);
      }
      int slot = hash(this.names[i]);
      while (slots[slot] != 0) {
        slot = slot + 1 & slots.length - 1;
      }
      slots[slot] = i + 1;
    }
  }

  /**
   * The place of the member that last followed another one; it may be past the last.
   *
   * @param before that one's place, -1 for an object's first
   */
  int likelyAfter(int before) {
    return followers[before + 1];
  }

  /**
   * The place of {@code name}, or -1.
   *
   * @param before the place of the member before it, -1 for an object's first
   */
  @SuppressWarnings("ReferenceEquality") // A quick first try; equals has the last word.
  int find(String name, int before) {
    int guess = followers[before + 1];
    if (guess < lastSeen.length && lastSeen[guess] == name) {
      return guess;
    }
    int at = lookUp(name);
    if (at >= 0) {
      lastSeen[at] = name;
      followers[before + 1] = at;
    }
    return at;
  }

  private int lookUp(String name) {
    int mask = slots.length - 1;
    for (int slot = hash(name); slots[slot] != 0; slot = slot + 1 & mask) {
      int at = slots[slot] - 1;
      if (names[at].equals(name)) {
        return at;
      }
    }
    return -1;
  }

  private int hash(String name) {
    int hash = name.hashCode() * 0x9e37_79b9;
    return (hash ^ hash >>> 16) & slots.length - 1;
  }
}
