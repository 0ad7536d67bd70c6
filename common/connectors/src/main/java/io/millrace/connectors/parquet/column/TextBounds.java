package io.millrace.connectors.parquet.column;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.apache.parquet.io.api.Binary;

/**
 * The least and the greatest of the texts in one growing array, as unsigned bytes. The first eight
 * bytes of both are at hand, which decide nearly always.
 */
final class TextBounds {

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private boolean any;
  private int least;
  private int leastLength;
  private long leastHead;
  private int greatest;
  private int greatestLength;
  private long greatestHead;

  /** Takes a text into account that stays where it is in its array, or in that one's successor. */
  void add(byte[] texts, int start, int length) {
    long head = head(texts, start, length);
    if (!any) {
      any = true;
      setLeast(start, length, head);
      setGreatest(start, length, head);
      return;
    }
    int toLeast = Long.compareUnsigned(head, leastHead);
    if (toLeast < 0 || (toLeast == 0 && compare(texts, start, length, least, leastLength) < 0)) {
      setLeast(start, length, head);
      return;
    }
    int toGreatest = Long.compareUnsigned(head, greatestHead);
    if (toGreatest > 0
        || (toGreatest == 0 && compare(texts, start, length, greatest, greatestLength) > 0)) {
      setGreatest(start, length, head);
    }
  }

  Binary least(byte[] texts) {
    return Binary.fromConstantByteArray(Arrays.copyOfRange(texts, least, least + leastLength));
  }

  Binary greatest(byte[] texts) {
    return Binary.fromConstantByteArray(
        Arrays.copyOfRange(texts, greatest, greatest + greatestLength));
  }

  void clear() {
    any = false;
  }

  private void setLeast(int start, int length, long head) {
    least = start;
    leastLength = length;
    leastHead = head;
  }

  private void setGreatest(int start, int length, long head) {
    greatest = start;
    greatestLength = length;
    greatestHead = head;
  }

  private static int compare(byte[] texts, int one, int oneLength, int other, int otherLength) {
    return Arrays.compareUnsigned(texts, one, one + oneLength, texts, other, other + otherLength);
  }

  /** The first eight bytes; a shorter text's are followed by zeros, which decide nothing wrong. */
  private static long head(byte[] texts, int start, int length) {
    if (length >= Long.BYTES) {
      return (long) LONG.get(texts, start);
    }
    long head = 0;
    for (int i = 0; i < length; i++) {
      head |= (texts[start + i] & 0xffL) << (56 - 8 * i);
    }
    return head;
  }
}
