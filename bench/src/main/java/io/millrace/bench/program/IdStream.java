package io.millrace.bench.program;

import io.millrace.event.Event;
import io.millrace.event.Position;
import io.millrace.event.SourceRecord;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.api.common.state.CheckpointListener;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;

/**
 * Numbers to events with UUIDs, one in twenty a duplicate of one of the 100,000 before it. Notes
 * the CPU time at two places of the stream, and after each checkpoint how many bytes have been
 * uploaded by then (none may be deleted) for how many ids. At parallelism 1, in a JVM of its own.
 */
final class IdStream extends RichMapFunction<Long, Event>
    implements CheckpointedFunction, CheckpointListener {

  static final long EVENTS_A_DUPLICATE = 20;
  static final long MILLIS_AN_ID = 2;

  private static final long serialVersionUID = 1L;
  private static final int REACH = 100_000;
  private static final int ROW_BYTES = 200;
  private static final List<Mark> MARKS = new ArrayList<>();
  private static double eventsASecond;

  private final long from;
  private final long to;
  private final String checkpoints;
  private transient long seen;
  private transient long cpuAtStart;
  private transient Map<Long, Long> idsAt;

  /** Bytes uploaded until a checkpoint, and the ids that came until then. */
  private record Mark(long ids, long bytes) {}

  @SuppressWarnings("NullAway.Init") // Flink calls initializeState before any record.
  IdStream(long from, long to, String checkpoints) {
    this.from = from;
    this.to = to;
    this.checkpoints = checkpoints;
  }

  /** How many ids so many events have. */
  static long unique(long events) {
    return events - events / EVENTS_A_DUPLICATE;
  }

  static Event event(long number, long position) {
    SplittableRandom random = new SplittableRandom(number);
    UUID id = new UUID(random.nextLong(), random.nextLong());
    // A content of its own, as the checkpoints would compress hashes that are all the same.
    byte[] row = new byte[ROW_BYTES];
    ByteBuffer.wrap(row).putLong(random.nextLong());
    return Event.of(
        new SourceRecord(
            "ids-0", Position.ofOffset(position), SourceRecord.NO_TIME, null, null, List.of()),
        id.toString().getBytes(StandardCharsets.US_ASCII),
        TimeUnit.MILLISECONDS.toMicros(number * MILLIS_AN_ID),
        row);
  }

  @Override
  public Event map(Long index) throws IOException {
    if (index == from) {
      cpuAtStart = ThreadTimes.nanosWithoutCompiler();
    } else if (index == to - 1) {
      eventsASecond =
          (to - from)
              * (double) TimeUnit.SECONDS.toNanos(1)
              / (ThreadTimes.nanosWithoutCompiler() - cpuAtStart);
    }
    seen = index + 1;
    long number = unique(index);
    boolean again = index % EVENTS_A_DUPLICATE == EVENTS_A_DUPLICATE - 1;
    return event(again ? number - 1 - (index * 31) % Math.min(number, REACH) : number, index);
  }

  @Override
  public void initializeState(FunctionInitializationContext context) {
    idsAt = new HashMap<>();
  }

  @Override
  public void snapshotState(FunctionSnapshotContext context) {
    idsAt.put(context.getCheckpointId(), unique(seen));
  }

  @Override
  public void notifyCheckpointComplete(long checkpoint) throws IOException {
    Long ids = idsAt.get(checkpoint);
    if (ids != null) {
      MARKS.add(new Mark(ids, FolderBytes.of(Path.of(checkpoints))));
    }
  }

  /** Prints what has been noted, of the checkpoints in the second half of the stream. */
  static void report() {
    Mark last = MARKS.get(MARKS.size() - 1);
    Mark first =
        MARKS.stream().filter(mark -> mark.ids() >= last.ids() / 2).findFirst().orElseThrow();
    System.out.println("bench-figure events_a_second " + eventsASecond);
    System.out.println(
        "bench-figure checkpoint_bytes_an_id "
            + (double) (last.bytes() - first.bytes()) / (last.ids() - first.ids()));
  }
}
