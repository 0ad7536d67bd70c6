package io.millrace.connectors.parquet.column;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.Encoding;

/**
 * The repetition or the definition levels of a page. Where the most is 0 there is nothing to keep.
 */
final class Levels {

  /** Fewer values than this are packed, not a run. */
  private static final int FEWEST_IN_A_RUN = 8;

  private final int most;
  private byte[] levels = {};
  private int count;

  Levels(int most) {
    this.most = most;
  }

  void add(int level) {
    if (most > 0) {
      if (count == levels.length) {
        levels = Arrays.copyOf(levels, Math.max(1024, 2 * count));
      }
      levels[count++] = (byte) level;
    }
  }

  void clear() {
    count = 0;
  }

  /** How often each level occurs, from 0 on, in a page of {@code values} values. */
  List<Long> histogram(int values) {
    long[] counts = new long[most + 1];
    if (most == 0) {
      counts[0] = values;
    } else if (allTheSame()) {
      counts[levels[0] & 0xff] = count;
    } else {
      for (int i = 0; i < count; i++) {
        counts[levels[i] & 0xff]++;
      }
    }
    List<Long> histogram = new ArrayList<>();
    for (long each : counts) {
      histogram.add(each);
    }
    return histogram;
  }

  @SuppressWarnings("deprecation") // What Parquet's own writer names where there are no levels.
  Encoding encoding() {
    return most == 0 ? Encoding.BIT_PACKED : Encoding.RLE;
  }

  /** As they stand in a page: their length in bytes, then runs; nothing where the most is 0. */
  BytesInput encoded() throws IOException {
    if (most == 0) {
      return BytesInput.empty();
    }
    BytesInput runs =
        count >= FEWEST_IN_A_RUN && allTheSame() ? oneRun() : Runs.encode(levels, count, most);
    return BytesInput.concat(BytesInput.fromInt(Math.toIntExact(runs.size())), runs);
  }

  private boolean allTheSame() {
    return count > 0 && Arrays.equals(levels, 0, count - 1, levels, 1, count);
  }

  /** A run: twice its length, then its level in one byte. */
  private BytesInput oneRun() {
    return BytesInput.concat(
        BytesInput.fromUnsignedVarInt(count << 1), BytesInput.from(new byte[] {levels[0]}));
  }
}
