package io.millrace.bench.micro;

import io.millrace.event.Event;
import io.millrace.event.EventTypes;
import java.io.IOException;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** An event from one operator to another: written and read again. */
@State(Scope.Thread)
@SuppressWarnings("NullAway.Init") // JMH calls the setup first.
public class SerializeBenchmark {

  private final DataOutputSerializer out = new DataOutputSerializer(4096);
  private final DataInputDeserializer in = new DataInputDeserializer();
  private TypeSerializer<Event> serializer;
  private Event[] events;
  private int next;

  @Setup
  public void prepare() {
    serializer = EventTypes.EVENT.createSerializer(new SerializerConfigImpl());
    events = ClickEvents.events();
  }

  @Benchmark
  public Event event() throws IOException {
    next = (next + 1) % events.length;
    out.clear();
    serializer.serialize(events[next], out);
    in.setBuffer(out.getSharedBuffer(), 0, out.length());
    return serializer.deserialize(in);
  }
}
