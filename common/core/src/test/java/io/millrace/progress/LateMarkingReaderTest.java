package io.millrace.progress;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.event.Decoded;
import io.millrace.event.Event;
import io.millrace.event.Position;
import io.millrace.event.RejectReason;
import io.millrace.event.Rejection;
import io.millrace.event.SourceRecord;
import io.millrace.progress.SplitsInMemory.InMemory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.flink.api.connector.source.SourceSplit;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.junit.jupiter.api.Test;

class LateMarkingReaderTest {

  private static final long MINUTE = 60_000_000;

  private static final LateMarkingSource<InMemory, Void> SOURCE =
      new LateMarkingSource<>(new SplitsInMemory(), Duration.ofMinutes(5));

  @Test
  void late_is_what_lags_behind_its_own_split() throws Exception {
    SplitsInMemory.Collected output = new SplitsInMemory.Collected();
    read(
        List.of(
            split(
                "a",
                event("a", 10 * MINUTE),
                event("a", 5 * MINUTE),
                event("a", 5 * MINUTE - 1),
                event("a", 11 * MINUTE),
                event("a", 5 * MINUTE),
                event("a", Long.MIN_VALUE)),
            split("b", event("b", 0))),
        7,
        output);

    assertThat(output.late("a")).containsExactly(false, false, true, false, true, true);
    assertThat(output.late("b")).containsExactly(false);
  }

  @Test
  void a_rejection_advances_nothing() throws Exception {
    SplitsInMemory.Collected output = new SplitsInMemory.Collected();
    Rejection rejection =
        new Rejection(source("a"), RejectReason.FUTURE_EVENT_TIME, "$.at", "too far ahead");
    read(List.of(split("a", rejection, event("a", 0))), 2, output);

    assertThat(output.records()).contains(rejection);
    assertThat(output.late("a")).containsExactly(false);
  }

  @Test
  void what_was_late_before_a_recovery_is_late_after_it_whoever_reads_the_split() throws Exception {
    Random random = new Random(4);
    List<SourceSplit> splits = new ArrayList<>();
    for (int s = 0; s < 8; s++) {
      Decoded[] events = new Decoded[500];
      for (int i = 0; i < events.length; i++) {
        events[i] = event("split-" + s, i * MINUTE - random.nextLong(15 * MINUTE));
      }
      splits.add(split("split-" + s, events));
    }
    SplitsInMemory.Collected undisturbed = new SplitsInMemory.Collected();
    read(splits, 4_000, undisturbed);
    assertThat(undisturbed.late("split-3")).contains(true, false).hasSize(500);

    SplitsInMemory.Collected disturbed = new SplitsInMemory.Collected();
    List<SourceSplit> state = splits;
    for (int readers : new int[] {1, 3, 2, 4}) {
      List<SourceSplit> next = new ArrayList<>();
      for (int reader = 0; reader < readers; reader++) {
        List<SourceSplit> own = new ArrayList<>();
        for (int i = reader; i < state.size(); i += readers) {
          own.add(state.get(i));
        }
        next.addAll(read(own, own.size() * 125, disturbed));
      }
      state = stored(next);
    }
    for (int s = 0; s < 8; s++) {
      assertThat(disturbed.late("split-" + s)).isEqualTo(undisturbed.late("split-" + s));
    }
  }

  @Test
  void a_split_that_rests_is_not_forgotten() throws Exception {
    List<SourceSplit> state =
        read(
            List.of(split("a", event("a", 10 * MINUTE), event("a", 0))),
            1,
            new SplitsInMemory.Collected());
    for (int restart = 0; restart < 3; restart++) {
      state = read(stored(state), 0, new SplitsInMemory.Collected());
    }
    SplitsInMemory.Collected output = new SplitsInMemory.Collected();
    read(stored(state), 1, output);

    assertThat(output.late("a")).containsExactly(true);
  }

  /** Reads so many records of the splits, in turns, and gives the reader's state. */
  private static List<SourceSplit> read(
      List<SourceSplit> splits, int records, SplitsInMemory.Collected output) throws Exception {
    LateMarkingReader<InMemory> reader =
        new LateMarkingReader<>(new SplitsInMemory.Reader(), 5 * MINUTE);
    reader.start();
    reader.addSplits(splits);
    for (int i = 0; i < records; i++) {
      reader.pollNext(output);
    }
    List<SourceSplit> state = reader.snapshotState(1);
    reader.close();
    return state;
  }

  /** As they come back from a checkpoint. */
  private static List<SourceSplit> stored(List<SourceSplit> splits) throws Exception {
    SimpleVersionedSerializer<SourceSplit> serializer = SOURCE.getSplitSerializer();
    List<SourceSplit> back = new ArrayList<>();
    for (SourceSplit split : splits) {
      back.add(serializer.deserialize(serializer.getVersion(), serializer.serialize(split)));
    }
    return back;
  }

  private static InMemory split(String id, Decoded... records) {
    SplitsInMemory.put(id, Arrays.asList(records));
    return new InMemory(id, 0);
  }

  private static Event event(String split, long eventTime) {
    byte[] none = new byte[0];
    return new Event(source(split), none, 0, eventTime, none, 0, false);
  }

  private static SourceRecord source(String split) {
    return new SourceRecord(split, Position.ofOffset(0), 0, null, null, List.of());
  }
}
