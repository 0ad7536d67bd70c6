package io.millrace.ledger;

import io.millrace.event.MissingRecords;
import io.millrace.event.Position;
import io.millrace.event.RejectReason;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.typeutils.SerializerTestBase;
import org.apache.flink.api.common.typeutils.TypeSerializer;

class LedgerPageSerializerTest extends SerializerTestBase<LedgerPage> {

  @Override
  protected TypeSerializer<LedgerPage> createSerializer() {
    return new LedgerPageSerializer();
  }

  @Override
  protected int getLength() {
    return -1;
  }

  @Override
  protected Class<LedgerPage> getTypeClass() {
    return LedgerPage.class;
  }

  @Override
  protected LedgerPage[] getTestData() {
    return new LedgerPage[] {
      new LedgerPage(
          "decode-3",
          7,
          "orders-0",
          5,
          0,
          0,
          3,
          0,
          Map.of(RejectReason.BROKEN_JSON, 1L, RejectReason.TOO_DEEP, 2L),
          Map.of(),
          Position.ofOffset(4),
          new Position("49590338271490256608559692538361571095921575989136588898", 1),
          -1L,
          Long.MAX_VALUE,
          List.of()),
      new LedgerPage(
          "dedup-0",
          LedgerPage.END_OF_INPUT,
          "ordérs",
          0,
          4,
          3,
          0,
          1,
          Map.of(RejectReason.CONFLICTING, 1L),
          Map.of("event_date=2026-11-22/event_hour=13", 3L, "é".repeat(40_000), 1L),
          null,
          null,
          null,
          null,
          List.of()),
      new LedgerPage(
          "", 0, "", 0, 0, 0, 0, 0, Map.of(), Map.of(), null, null, null, null, List.of()),
      new LedgerPage(
          "decode-0",
          1,
          "orders-0",
          0,
          0,
          0,
          0,
          0,
          Map.of(),
          Map.of(),
          null,
          null,
          null,
          null,
          List.of(
              new MissingRecords(
                  "orders-0", Position.ofOffset(10), Position.ofOffset(24), Position.ofOffset(25)),
              new MissingRecords("orders-0", Position.ofOffset(30), null, Position.ofOffset(0))))
    };
  }
}
