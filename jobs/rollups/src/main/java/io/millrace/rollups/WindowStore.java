package io.millrace.rollups;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What {@link WindowAggregator} keeps of one group of one rollup. */
interface WindowStore {

  /** Accumulators of a part of a slice ({@link Windows#part}), or null. */
  byte @Nullable [] part(long part) throws Exception;

  void putPart(long part, byte[] state) throws Exception;

  void removePart(long part) throws Exception;

  /** The parts of all slices, in any order. */
  Iterable<Map.Entry<Long, byte[]>> parts() throws Exception;

  /** What a window last gave, by its end; or null. */
  byte @Nullable [] fired(long end) throws Exception;

  void putFired(long end, byte[] fired) throws Exception;

  void removeFired(long end) throws Exception;

  /** Calls {@link WindowAggregator#fire} when progress reaches {@code time}. */
  void fireAt(long end, long time);

  /** Calls {@link WindowAggregator#close} when progress reaches {@code time}. */
  void closeAt(long end, long time);
}
