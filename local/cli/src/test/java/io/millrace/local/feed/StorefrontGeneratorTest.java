package io.millrace.local.feed;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.contract.ContractCompiler;
import io.millrace.contract.StreamContract;
import io.millrace.event.RejectReason;
import io.millrace.event.SourceRecord.Header;
import io.millrace.local.feed.Expected.OfPartition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class StorefrontGeneratorTest {

  private final StreamContract contract = storefront();

  @Test
  void theSameSeedGivesTheSameBytes() {
    assertThat(digest(20_000, 7)).isEqualTo(digest(20_000, 7));
    assertThat(digest(20_000, 8)).isNotEqualTo(digest(20_000, 7));
  }

  /** Whoever changes the generator changes what a seed means: let them see it. */
  @Test
  void seedSevenMeansTheseFigures() {
    Expected expected = generator(20_000, 7).expected();
    assertThat(
            List.of(
                expected.consumed(),
                expected.written(),
                expected.duplicate(),
                expected.conflicting(),
                expected.rejectedTotal(),
                expected.late()))
        .isEqualTo(List.of(20_000L, 19_344L, 370L, 50L, 286L, 154L));
  }

  @Test
  void theFiguresAddUp() {
    Expected expected = generator(50_000, 3).expected();
    assertThat(expected.written() + expected.duplicate() + expected.rejectedTotal())
        .isEqualTo(expected.consumed())
        .isEqualTo(50_000);
    assertThat(expected.writtenByHour().values().stream().mapToLong(n -> n).sum())
        .isEqualTo(expected.written());
    assertThat(expected.writtenByHour()).hasSizeGreaterThanOrEqualTo(5);
    assertThat(expected.partitions()).hasSize(5);
    assertThat(expected.partitions().get(4)).isEqualTo(new OfPartition(0, 0, 0));
    assertThat(expected.partitions().subList(0, 4))
        .allSatisfy(
            p -> {
              assertThat(p.consumed()).isEqualTo(p.accepted() + p.rejected()).isGreaterThan(9_000);
            });
    assertThat(expected.late()).isBetween(200L, 600L);
    assertThat(expected.conflicting()).isBetween(80L, 250L);
    assertThat(expected.duplicate()).isBetween(800L, 1_400L);
  }

  @Test
  void everyReasonThatTheContractCanGiveIsThere() {
    Set<RejectReason> reachable = EnumSet.allOf(RejectReason.class);
    // The contract keeps unknown members, and conflicting ones are duplicates.
    reachable.removeAll(EnumSet.of(RejectReason.UNKNOWN_FIELD, RejectReason.CONFLICTING));
    assertThat(generator(20_000, 7).expected().rejected().keySet())
        .containsExactlyInAnyOrderElementsOf(reachable);
    assertThat(generator(20_000, 7).expected().conflicting()).isPositive();
  }

  @Test
  void writtenIdsAreDistinctUuids() {
    StorefrontGenerator generator = generator(30_000, 5);
    Set<String> ids = new HashSet<>();
    generator.forEachWrittenId(
        id -> {
          UUID uuid = UUID.fromString(id);
          assertThat(uuid.toString()).isEqualTo(id);
          assertThat(uuid.version()).isEqualTo(4);
          assertThat(uuid.variant()).isEqualTo(2);
          ids.add(id);
        });
    assertThat(ids).hasSize((int) generator.expected().written());
  }

  @Test
  void recordTimesNeverGoBack() {
    long[] last = {Long.MIN_VALUE};
    generator(10_000, 1)
        .forEach(
            record -> {
              assertThat(record.recordTime()).isGreaterThanOrEqualTo(last[0]);
              last[0] = record.recordTime();
            });
  }

  @Test
  void aFewRecordsOrNoneAreFineToo() {
    for (long records : new long[] {0, 1, 2, 10}) {
      assertThat(generator(records, 7).expected().consumed()).isEqualTo(records);
      generator(records, 7).forEach(record -> assertThat(record.partition()).isBetween(0, 3));
    }
  }

  private StorefrontGenerator generator(long records, long seed) {
    return new StorefrontGenerator(records, seed, contract);
  }

  private String digest(long records, long seed) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      generator(records, seed)
          .forEach(
              record -> {
                digest.update((record.partition() + " " + record.recordTime()).getBytes(UTF_8));
                digest.update(bytes(record.key()));
                digest.update(bytes(record.value()));
                for (Header header : record.headers()) {
                  digest.update(header.name().getBytes(UTF_8));
                  digest.update(bytes(header.value()));
                }
              });
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  private static byte[] bytes(byte[] present) {
    return present == null ? new byte[] {-1} : Arrays.copyOf(present, present.length + 1);
  }

  static StreamContract storefront() {
    Path file = Path.of(System.getProperty("millrace.home"), "schemas/storefront.odcs.yaml");
    try {
      return ContractCompiler.compile(file.toString(), Files.readAllBytes(file));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
