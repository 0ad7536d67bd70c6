package io.millrace.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.event.SourceRecord.Header;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeutils.SerializerTestBase;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.testutils.DeeplyEqualsChecker;
import org.apache.flink.util.InstantiationUtil;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Flink's own checks of a serializer, and what is particular to ours. */
class EventTypesTest {

  private static final SourceRecord FULL =
      new SourceRecord(
          "orders-3",
          Position.ofOffset(Long.MAX_VALUE),
          1_763_800_000_123L,
          bytes("key"),
          bytes("{\"id\":1}"),
          List.of(new Header("trace", bytes("abc")), new Header("nothing", null)));
  private static final SourceRecord BARE =
      new SourceRecord(
          "shardId-000000000007",
          new Position("49590338271490256608559692538361571095921575989136588898", 4),
          SourceRecord.NO_TIME,
          null,
          null,
          List.of());
  private static final SourceRecord EMPTY =
      new SourceRecord("", Position.ofOffset(0), 0, new byte[0], new byte[0], List.of());
  private static final SourceRecord LONG_NAME =
      new SourceRecord("é".repeat(400), Position.ofOffset(0), 0, null, new byte[300], List.of());

  private static final Event EVENT = Event.of(FULL, bytes("a|b"), -1, new byte[] {0, 1, 2, -1});
  private static final Event LATE = Event.of(EMPTY, bytes(""), Long.MIN_VALUE, bytes("")).asLate();
  private static final Rejection REJECTION =
      new Rejection(BARE, RejectReason.NULL_RECORD, "$", "the record has no value ✗");

  @Test
  void namesThatComeAgainAreReadIntoTheSameString() throws IOException {
    TypeSerializer<SourceRecord> serializer =
        EventTypes.SOURCE_RECORD.createSerializer(new SerializerConfigImpl());
    DataOutputSerializer out = new DataOutputSerializer(64);
    serializer.serialize(FULL, out);
    serializer.serialize(BARE, out);
    serializer.serialize(FULL, out);
    DataInputDeserializer in = new DataInputDeserializer(out.getCopyOfBuffer());

    SourceRecord first = serializer.deserialize(in);
    serializer.deserialize(in);
    SourceRecord second = serializer.deserialize(in);

    assertThat(second.split()).isSameAs(first.split());
    assertThat(second.headers().get(0).name()).isSameAs(first.headers().get(0).name());
  }

  @Test
  void manyDifferentNamesAreReadBackRight() throws IOException {
    TypeSerializer<SourceRecord> serializer =
        EventTypes.SOURCE_RECORD.createSerializer(new SerializerConfigImpl());
    DataOutputSerializer out = new DataOutputSerializer(64);
    for (int i = 0; i < 1000; i++) {
      serializer.serialize(ofSplit("split-" + i), out);
    }
    DataInputDeserializer in = new DataInputDeserializer(out.getCopyOfBuffer());
    for (int i = 0; i < 1000; i++) {
      assertThat(serializer.deserialize(in).split()).isEqualTo("split-" + i);
    }
  }

  @Test
  void typeInformationIsSerializable() throws Exception {
    byte[] bytes = InstantiationUtil.serializeObject(EventTypes.DECODED);
    Object copy = InstantiationUtil.deserializeObject(bytes, getClass().getClassLoader());

    assertThat(copy).isEqualTo(EventTypes.DECODED).isNotEqualTo(EventTypes.EVENT);
  }

  @Test
  void everyReasonIsFoundByItsCode() {
    for (RejectReason reason : RejectReason.values()) {
      assertThat(RejectReason.ofCode(reason.code())).isSameAs(reason);
    }
  }

  private static SourceRecord ofSplit(String split) {
    return new SourceRecord(split, Position.ofOffset(1), 0, null, null, List.of());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Nested
  class OfSourceRecord extends Base<SourceRecord> {
    OfSourceRecord() {
      super(
          SourceRecord.class,
          new SourceRecordSerializer(),
          new SourceRecord[] {FULL, BARE, EMPTY, LONG_NAME});
    }
  }

  @Nested
  class OfEvent extends Base<Event> {
    OfEvent() {
      super(Event.class, new EventSerializer(), new Event[] {EVENT, LATE});
    }
  }

  @Nested
  class OfRejection extends Base<Rejection> {
    OfRejection() {
      super(Rejection.class, new RejectionSerializer(), new Rejection[] {REJECTION});
    }
  }

  @Nested
  class OfDecoded extends Base<Decoded> {
    OfDecoded() {
      super(Decoded.class, new DecodedSerializer(), new Decoded[] {EVENT, REJECTION, LATE});
    }
  }

  /** Records compare arrays by identity, so equality here is spelled out. */
  private static boolean same(Object a, Object b) {
    if (a instanceof SourceRecord x && b instanceof SourceRecord y) {
      return x.split().equals(y.split())
          && x.position().equals(y.position())
          && x.recordTime() == y.recordTime()
          && Arrays.equals(x.key(), y.key())
          && Arrays.equals(x.value(), y.value())
          && x.headers().size() == y.headers().size()
          && sameHeaders(x, y);
    }
    if (a instanceof Event x && b instanceof Event y) {
      return same(x.source(), y.source())
          && Arrays.equals(x.id(), y.id())
          && x.idHash() == y.idHash()
          && x.eventTime() == y.eventTime()
          && Arrays.equals(x.row(), y.row())
          && x.contentHash() == y.contentHash()
          && x.late() == y.late();
    }
    return a instanceof Rejection x
        && b instanceof Rejection y
        && same(x.source(), y.source())
        && x.reason() == y.reason()
        && x.path().equals(y.path())
        && x.message().equals(y.message());
  }

  private static boolean sameHeaders(SourceRecord x, SourceRecord y) {
    for (int i = 0; i < x.headers().size(); i++) {
      Header a = x.headers().get(i);
      Header b = y.headers().get(i);
      if (!a.name().equals(b.name()) || !Arrays.equals(a.value(), b.value())) {
        return false;
      }
    }
    return true;
  }

  private abstract static class Base<T> extends SerializerTestBase<T> {
    private final Class<T> type;
    private final TypeSerializer<T> serializer;
    private final T[] values;

    Base(Class<T> type, TypeSerializer<T> serializer, T[] values) {
      super(
          new DeeplyEqualsChecker()
              .withCustomCheck(
                  (a, b) -> a instanceof Decoded || a instanceof SourceRecord,
                  (a, b, checker) -> same(a, b)));
      this.type = type;
      this.serializer = serializer;
      this.values = values;
    }

    @Override
    protected TypeSerializer<T> createSerializer() {
      return serializer;
    }

    @Override
    protected int getLength() {
      return -1;
    }

    @Override
    protected Class<T> getTypeClass() {
      return type;
    }

    @Override
    protected T[] getTestData() {
      return values;
    }
  }
}
