package io.millrace.dedup;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.event.Event;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.junit.jupiter.api.Test;

class HeldRecordsTest {

  @Test
  void keeps_what_a_record_was_when_it_came() {
    HeldRecords held = new HeldRecords();
    Event first = Events.event("first", 0, 0);
    Event second = Events.event("second", 0, 0);
    StreamRecord<Event> reused = new StreamRecord<>(first, 1);
    held.add(reused);
    held.add(reused.replace(second, 2));

    assertThat(held.all())
        .containsExactly(new StreamRecord<>(first, 1), new StreamRecord<>(second, 2));
    held.clear();
    assertThat(held.all()).isEmpty();
  }
}
