package io.millrace.dedup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class IdTableTest {

  private static final int IDS = 8_000;
  private static final IdHash HASH = IdHash.seeded(1);

  private final IdTable table = new IdTable(new IdBlocks(), HASH);

  @Test
  void a_search_ends_however_many_ids_have_come_and_gone() {
    table.reserve(IDS);
    SplittableRandom random = new SplittableRandom(1);
    long[] hashes = new long[IDS];
    // Enough for each group to have been too full at some time.
    for (int round = 0; round < 300; round++) {
      for (int i = 0; i < IDS; i++) {
        hashes[i] = random.nextLong();
        table.insert(hashes[i], i);
      }
      assertThat(table.count()).isEqualTo(IDS);
      for (int i = 0; i < IDS; i++) {
        table.remove(hashes[i], i);
      }
    }
    assertThat(table.count()).isZero();
    byte[] id = new UUID(1, 1).toString().getBytes(StandardCharsets.UTF_8);
    IdKey key = IdKey.of(0, id, new UuidText(), HASH);
    assertTimeoutPreemptively(
        Duration.ofSeconds(10), () -> assertThat(table.find(key)).isEqualTo(IdTable.NOT_FOUND));
  }
}
