package io.millrace.connectors.parquet;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.contract.StreamContract;
import io.millrace.event.Position;
import io.millrace.event.RejectReason;
import io.millrace.event.Rejection;
import io.millrace.event.SourceRecord;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeadLetterSinkTest {

  private static final Instant INGESTED = Instant.parse("2026-11-22T23:59:59.999Z");
  private static final byte[] KEY = "0123456789abcdef0123456789abcdef".getBytes(UTF_8);
  private static final StreamContract OPEN = Contracts.contract("orders");
  private static final StreamContract RESTRICTED =
      Contracts.contract("orders", Contracts.restricted("email", "email_hash"));

  @TempDir Path folder;

  @Test
  void keepsAllThatAReplayNeeds() throws Exception {
    byte[] everyByte = new byte[256];
    for (int i = 0; i < everyByte.length; i++) {
      everyByte[i] = (byte) i;
    }
    SourceRecord full =
        new SourceRecord(
            "orders-3",
            Position.ofOffset(42),
            INGESTED.toEpochMilli(),
            new byte[] {7},
            everyByte,
            List.of(
                new SourceRecord.Header("trace", new byte[] {1, 2}),
                new SourceRecord.Header("trace", null),
                new SourceRecord.Header("", new byte[0])));
    SourceRecord bare =
        new SourceRecord(
            "orders-3", Position.ofOffset(43), SourceRecord.NO_TIME, null, null, List.of());

    List<List<Object>> rows =
        write(
            OPEN,
            null,
            new Rejection(full, RejectReason.BROKEN_JSON, "$", "no JSON"),
            new Rejection(bare, RejectReason.NULL_RECORD, "$.a[2]", "null"));

    assertThat(rows.get(0))
        .usingRecursiveComparison()
        .isEqualTo(
            Rows.listOf(
                "orders-3",
                42L,
                INGESTED.atOffset(ZoneOffset.UTC),
                "broken_json",
                "$",
                "no JSON",
                new byte[] {7},
                everyByte,
                Rows.listOf(
                    Rows.listOf("trace", new byte[] {1, 2}),
                    Rows.listOf("trace", null),
                    Rows.listOf("", new byte[0])),
                null,
                "urn:test:orders",
                "1.2.3",
                "orders-to-lake",
                "0.1.0"));
    assertThat(rows.get(1))
        .isEqualTo(
            Rows.listOf(
                "orders-3",
                43L,
                null,
                "null_record",
                "$.a[2]",
                "null",
                null,
                null,
                List.of(),
                null,
                "urn:test:orders",
                "1.2.3",
                "orders-to-lake",
                "0.1.0"));
  }

  @Test
  void restrictedContractsLeaveNoPlaintext() throws Exception {
    String secret = "someone@example.org";
    DeadLetterCipher cipher = new DeadLetterCipher(KEY);
    byte[] value = ("{\"email\":\"" + secret + "\"").getBytes(UTF_8);
    SourceRecord record =
        new SourceRecord(
            "orders-3",
            Position.ofOffset(42),
            INGESTED.toEpochMilli(),
            secret.getBytes(UTF_8),
            value,
            List.of(new SourceRecord.Header("from", secret.getBytes(UTF_8))));

    List<List<Object>> rows =
        write(
            RESTRICTED,
            cipher,
            Collections.nCopies(3, new Rejection(record, RejectReason.BROKEN_JSON, "$", "x"))
                .toArray(new Rejection[0]));

    assertThat(rows)
        .allSatisfy(
            row -> {
              assertThat(row.get(9)).isEqualTo("AES-256-GCM");
              assertThat(cipher.decrypt((byte[]) row.get(6), place("key")))
                  .isEqualTo(secret.getBytes(UTF_8));
              assertThat(cipher.decrypt((byte[]) row.get(7), place("value"))).isEqualTo(value);
              List<?> header = (List<?>) ((List<?>) row.get(8)).get(0);
              assertThat(cipher.decrypt((byte[]) header.get(1), place("headers[0]")))
                  .isEqualTo(secret.getBytes(UTF_8));
            });
    // Not even in statistics: those are not compressed. The pages are compared through the reader.
    assertThat(Files.readString(file(), ISO_8859_1)).doesNotContain("someone");
    assertThat(rows.toString()).doesNotContain("someone");
    assertThat(rows.stream().map(row -> new String((byte[]) row.get(7), ISO_8859_1)).distinct())
        .as("a vector of its own for each value")
        .hasSize(3)
        .allSatisfy(stored -> assertThat(stored).doesNotContain("someone"));
  }

  @Test
  void ciphertextBelongsToItsPlaceAndKey() {
    DeadLetterCipher cipher = new DeadLetterCipher(KEY);
    byte[] stored = cipher.encrypt(new byte[] {1, 2, 3}, place("value"));
    byte[] changed = stored.clone();
    changed[changed.length - 1] ^= 1;
    byte[] otherKey = KEY.clone();
    otherKey[0] ^= 1;

    assertThat(stored).hasSize(12 + 3 + 16);
    assertThat(new DeadLetterCipher(KEY).decrypt(stored, place("value"))).containsExactly(1, 2, 3);
    for (Runnable wrong :
        List.<Runnable>of(
            () -> cipher.decrypt(stored, place("key")),
            () -> cipher.decrypt(changed, place("value")),
            () -> cipher.decrypt(new byte[27], place("value")),
            () -> new DeadLetterCipher(otherKey).decrypt(stored, place("value")))) {
      assertThatThrownBy(wrong::run).isInstanceOf(IllegalArgumentException.class);
    }
    assertThat(cipher).hasToString("AES-256-GCM");
  }

  @Test
  void restrictedContractsNeedAKey() {
    var lake = org.apache.flink.core.fs.Path.fromLocalFile(folder.toFile());

    assertThatThrownBy(
            () ->
                DeadLetterSink.create(
                    lake,
                    RESTRICTED,
                    "job",
                    "0.1.0",
                    null,
                    PositionColumn.NUMBER,
                    WriterOptions.defaults()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("need an encryption key");
    assertThatThrownBy(() -> new DeadLetterCipher(new byte[16]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("16 bytes instead of 32");
  }

  private static DeadLetterCipher.Place place(String field) {
    return new DeadLetterCipher.Place("urn:test:orders", "orders-3", "42", field);
  }

  private List<List<Object>> write(
      StreamContract contract, DeadLetterCipher cipher, Rejection... rejections) throws Exception {
    LocalFile.write(
        file(),
        new ParquetFileFactory<>(
            new RejectionRecords(
                contract, "orders-to-lake", "0.1.0", cipher, PositionColumn.NUMBER),
            WriterOptions.defaults()),
        List.of(rejections));
    try (DuckDb duckDb = new DuckDb()) {
      return duckDb.rows("SELECT * FROM '" + file() + "'");
    }
  }

  private Path file() {
    return folder.resolve("letters.parquet");
  }
}
