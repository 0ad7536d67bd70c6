package io.millrace.connectors.jdbc;

import static io.millrace.connectors.jdbc.ColumnType.BIGINT;
import static io.millrace.connectors.jdbc.ColumnType.BOOLEAN;
import static io.millrace.connectors.jdbc.ColumnType.BYTEA;
import static io.millrace.connectors.jdbc.ColumnType.DATE;
import static io.millrace.connectors.jdbc.ColumnType.DOUBLE;
import static io.millrace.connectors.jdbc.ColumnType.INTEGER;
import static io.millrace.connectors.jdbc.ColumnType.NUMERIC;
import static io.millrace.connectors.jdbc.ColumnType.TEXT;
import static io.millrace.connectors.jdbc.ColumnType.TIMESTAMPTZ;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;

class RowSerializationTest {

  /** A committable as version 1 writes it. Never to be changed: checkpoints hold such bytes. */
  private static final String VERSION_1 =
      "000000000000000100000000000000020000000300000001000174000000020001610004544558540000016200"
          + "06424947494e540100000001000161000000010000000601000000017a000000020000001701000000016b"
          + "0200000000000000070100000002707100";

  /** The same as version 2 writes it, of a table with a column that the database fills. */
  private static final String VERSION_2 =
      "000000000000000100000000000000020000000300000001000174000000020001610004544558540000016200"
          + "06424947494e54010000000100016100000001000261740000000100000006"
          + "01000000017a000000020000001701000000016b0200000000000000070100000002707100";

  private static final JdbcTable TABLE =
      JdbcTable.named("t").key("a", TEXT).nullable("b", BIGINT).build();

  private static final JdbcTable FILLED =
      JdbcTable.named("t").key("a", TEXT).nullable("b", BIGINT).commitTime("at").build();

  @Property
  void rowsComeBackAsTheyWere(@ForAll("values") List<Object> values) throws IOException {
    RowChange change = RowChange.delete("täble", values.toArray());
    TypeSerializer<RowChange> serializer =
        RowChange.TYPE.createSerializer(new SerializerConfigImpl());
    DataOutputSerializer out = new DataOutputSerializer(64);
    serializer.serialize(change, out);
    DataInputDeserializer in = new DataInputDeserializer(out.getCopyOfBuffer());
    DataOutputSerializer copied = new DataOutputSerializer(64);
    serializer.copy(in, copied);
    assertThat(copied.getCopyOfBuffer()).isEqualTo(out.getCopyOfBuffer());
    RowChange back = serializer.deserialize(new DataInputDeserializer(copied.getCopyOfBuffer()));
    assertThat(back.table()).isEqualTo("täble");
    assertThat(back.kind()).isEqualTo(RowChange.Kind.DELETE);
    assertThat(back.values()).isEqualTo(change.values());
  }

  @Provide
  Arbitrary<List<Object>> values() {
    return Arbitraries.oneOf(
            List.<Arbitrary<Object>>of(
                Arbitraries.just(null),
                Arbitraries.strings()
                    .ofMaxLength(20)
                    .map(text -> (Object) text.replace("\ud800", "")),
                Arbitraries.longs().map(Object.class::cast),
                Arbitraries.integers().map(Object.class::cast),
                Arbitraries.doubles().map(Object.class::cast),
                Arbitraries.of(true, false).map(Object.class::cast),
                Arbitraries.bigDecimals().map(Object.class::cast),
                Arbitraries.longs()
                    .between(-1L << 40, 1L << 40)
                    .map(seconds -> (Object) Instant.ofEpochSecond(seconds, 123_456_789)),
                Arbitraries.longs()
                    .between(-1_000_000, 1_000_000)
                    .map(day -> (Object) LocalDate.ofEpochDay(day)),
                Arbitraries.bytes().array(byte[].class).map(Object.class::cast),
                Arbitraries.longs().map(bits -> (Object) new UUID(bits, ~bits))))
        .list()
        .ofMaxSize(12);
  }

  @Test
  void committablesOfVersion1AreStillRead() throws IOException {
    JdbcCommittableSerializer serializer = new JdbcCommittableSerializer();
    byte[] bytes = HexFormat.of().parseHex(VERSION_1);
    JdbcCommittable committable = serializer.deserialize(1, bytes);
    assertThat(committable.id()).isEqualTo(new UUID(1, 2));
    assertThat(committable.writer()).isEqualTo(3);
    assertThat(committable.count()).isEqualTo(3);
    assertThat(committable.changes().get(0).table()).isEqualTo(TABLE);
    assertThatThrownBy(() -> serializer.deserialize(3, bytes)).isInstanceOf(IOException.class);
  }

  @Test
  void committablesOfVersion2AreRead() throws IOException {
    JdbcCommittableSerializer serializer = new JdbcCommittableSerializer();
    byte[] bytes = HexFormat.of().parseHex(VERSION_2);
    JdbcCommittable committable = serializer.deserialize(2, bytes);
    assertThat(committable.count()).isEqualTo(3);
    assertThat(committable.changes().get(0).table()).isEqualTo(FILLED);
    assertThat(serializer.serialize(committable)).isEqualTo(bytes);
  }

  @Test
  void whatWritersHandOverIsVersion2() throws IOException {
    JdbcCommittable committable =
        Requests.committables(
                List.of(FILLED),
                RowChange.upsert("t", "k", 7L),
                RowChange.upsert("t", "pq", null),
                RowChange.delete("t", "z", null))
            .get(0);
    assertThat(new JdbcCommittableSerializer().getVersion()).isEqualTo(2);
    assertThat(HexFormat.of().formatHex(new JdbcCommittableSerializer().serialize(committable)))
        .endsWith(VERSION_2.substring("0000000000000001000000000000000200000003".length()));
    assertThat(committable.toString()).endsWith(", writer 0, 3 rows]").doesNotContain("pq");
  }

  @Test
  void badRowsAreToldByTableAndColumnNeverByValue() {
    JdbcTable wide =
        JdbcTable.named("wide")
            .key("id", TEXT)
            .column("n", BIGINT)
            .nullable("at", TIMESTAMPTZ)
            .nullable("day", DATE)
            .build();
    assertThat(
            Stream.of(
                    RowChange.upsert("other", "x", 1L, null, null),
                    RowChange.upsert("wide", "x"),
                    RowChange.upsert("wide", null, 1L, null, null),
                    RowChange.upsert("wide", "x", 1, null, null),
                    RowChange.upsert("wide", "x", null, null, null),
                    RowChange.upsert("wide", "x", 1L, Instant.MAX, null),
                    RowChange.upsert("wide", "x", 1L, null, LocalDate.MIN))
                .map(change -> message(wide, change)))
        .containsExactly(
            "table other is not one of this sink's: [wide]",
            "a row of table wide has 1 values, the table 4 columns",
            "column id of table wide must not be null",
            "column n of table wide must be Long, is Integer",
            "column n of table wide must not be null",
            "column at of table wide is a time that PostgreSQL cannot hold",
            "column day of table wide is a date that PostgreSQL cannot hold");
  }

  @Test
  void tablesThatCannotBeAreRefused() {
    assertThatThrownBy(() -> JdbcTable.named("").key("a", TEXT).build())
        .hasMessage("a table or column name is empty or has a NUL character");
    assertThatThrownBy(() -> JdbcTable.named("t").key("a\0", TEXT).build())
        .hasMessage("a table or column name is empty or has a NUL character");
    assertThatThrownBy(() -> JdbcTable.named("ż".repeat(32)).key("a", TEXT).build())
        .hasMessageEndingWith("is longer than PostgreSQL's 63 bytes");
    assertThatThrownBy(() -> JdbcTable.named("t").key("a", TEXT).column("a", BIGINT).build())
        .hasMessage("table t has column a twice");
    assertThatThrownBy(() -> JdbcTable.named("t").key("a", TEXT).commitTime("a").build())
        .hasMessage("table t has column a twice");
    assertThatThrownBy(() -> JdbcTable.named("t").column("a", TEXT).build())
        .hasMessage("the key of table t must be of its columns");
  }

  @Test
  void everyColumnTypeHasAValueThatCanBeWritten() throws IOException {
    Object[] values = {
      "x",
      1L,
      1,
      1.0,
      true,
      BigDecimal.ONE,
      Instant.EPOCH,
      LocalDate.EPOCH,
      LocalTime.NOON,
      new UUID(1, 2),
      new byte[0]
    };
    ColumnType[] types = {
      TEXT,
      BIGINT,
      INTEGER,
      DOUBLE,
      BOOLEAN,
      NUMERIC,
      TIMESTAMPTZ,
      DATE,
      ColumnType.TIME,
      ColumnType.UUID,
      BYTEA
    };
    assertThat(types).containsExactly(ColumnType.values());
    for (int i = 0; i < values.length; i++) {
      assertThat(types[i].javaType()).isEqualTo(values[i].getClass());
      ValueCodec.write(values[i], new DataOutputSerializer(8));
    }
  }

  private static String message(JdbcTable table, RowChange change) {
    try {
      Requests.committables(List.of(table), change);
      return "accepted";
    } catch (IOException | IllegalArgumentException e) {
      return e.getMessage();
    }
  }
}
