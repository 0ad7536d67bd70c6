package io.millrace.decode;

import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The members seen in a record's objects, to find one that comes twice: one hash table for all
 * objects of a record, kept for the next. Not thread-safe.
 *
 * <p>Names chosen to collide cannot make it slow: when a probe gets long, the rest of the record's
 * names go to a set whose buckets turn into trees.
 */
final class MemberNames {

  private static final int SMALLEST = 256;
  private static final int LARGEST_KEPT = 16_384;
  private static final int LONGEST_PROBE = 64;

  private @Nullable String[] names = new String[SMALLEST];
  private long[] objects = new long[SMALLEST];
  private int used;
  private long lastObject;
  private long recordStart;
  private @Nullable Set<Member> crowded;

  /** Forgets all members: a new record begins. */
  void clear() {
    recordStart = lastObject;
    used = 0;
    crowded = null;
    if (names.length > LARGEST_KEPT) {
      names = new String[SMALLEST];
      objects = new long[SMALLEST];
    }
  }

  /** A new object; the result stands for it in {@link #add}. */
  long newObject() {
    return ++lastObject;
  }

  /** Whether {@code object} did not have {@code name} yet. */
  boolean add(long object, String name) {
    if (crowded != null) {
      return crowded.add(new Member(name, object));
    }
    if (used * 2 >= names.length) {
      grow();
    }
    int mask = names.length - 1;
    int slot = hash(object, name) & mask;
    for (int probe = 0; probe < LONGEST_PROBE; probe++) {
      if (objects[slot] <= recordStart) { // Empty, or left from an earlier record.
        names[slot] = name;
        objects[slot] = object;
        used++;
        return true;
      }
      if (objects[slot] == object && name.equals(names[slot])) {
        return false;
      }
      slot = slot + 1 & mask;
    }
    crowded = everything();
    return crowded.add(new Member(name, object));
  }

  private static int hash(long object, String name) {
    int mixed = (name.hashCode() + (int) object * 0x9e37_79b9) * 0x85eb_ca6b;
    return mixed ^ mixed >>> 15;
  }

  private void grow() {
    @Nullable String[] oldNames = names;
    long[] oldObjects = objects;
    names = new String[oldNames.length * 2];
    objects = new long[oldNames.length * 2];
    int mask = names.length - 1;
    for (int i = 0; i < oldNames.length; i++) {
      String name = oldNames[i];
      if (name != null && oldObjects[i] > recordStart) {
        int slot = hash(oldObjects[i], name) & mask;
        while (names[slot] != null) {
          slot = slot + 1 & mask;
        }
        names[slot] = name;
        objects[slot] = oldObjects[i];
      }
    }
  }

  private Set<Member> everything() {
    Set<Member> members = new HashSet<>();
    for (int i = 0; i < names.length; i++) {
      String name = names[i];
      if (name != null && objects[i] > recordStart) {
        members.add(new Member(name, objects[i]));
      }
    }
    return members;
  }

  private record Member(String name, long object) implements Comparable<Member> {
    @Override
    public int compareTo(Member other) {
      int byName = name.compareTo(other.name);
      return byName != 0 ? byName : Long.compare(object, other.object);
    }
  }
}
