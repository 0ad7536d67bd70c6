package io.millrace.local.kinesis.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShardLogTest {

  private static final byte[] KEY = {'k'};

  @TempDir Path folder;

  @Test
  void recordsAreFoundByNumberAndTimeAfterAReopening() throws IOException {
    try (ShardLog log = ShardLog.open(folder)) {
      for (int i = 0; i < 1_000; i++) {
        append(log, i, 10 + i % 7);
      }
    }
    try (ShardLog log = ShardLog.open(folder)) {
      assertThat(log.end()).isEqualTo(1_000);
      assertThat(ordinals(log, 0, 1_000)).isEqualTo(numbers(1, 1_000));
      assertThat(ordinals(log, 127, 130)).containsExactly(128L, 129L, 130L);
      assertThat(log.firstSince(5_001)).isEqualTo(501);
      assertThat(log.firstSince(5_000)).isEqualTo(500);
      assertThat(log.firstSince(9_991)).isEqualTo(1_000);
      append(log, 1_000, 1);
      assertThat(ordinals(log, 999, 1_001)).containsExactly(1_000L, 1_001L);
    }
  }

  @Test
  void filesAreDroppedFromTheFrontAndReadsCrossThem() throws IOException {
    int large = 10 << 20;
    try (ShardLog log = ShardLog.open(folder)) {
      for (int i = 0; i < 8; i++) {
        append(log, i, large);
      }
      assertThat(files()).hasSize(3);
      assertThat(ordinals(log, 2, 4)).containsExactly(3L, 4L);
      log.dropBefore(4);
      assertThat(log.first()).isEqualTo(4);
      assertThat(files()).hasSize(2);
      assertThat(ordinals(log, 4, 6)).containsExactly(5L, 6L);
    }
    try (ShardLog log = ShardLog.open(folder)) {
      assertThat(log.first()).isEqualTo(3);
      assertThat(log.end()).isEqualTo(8);
      assertThat(ordinals(log, 6, 8)).containsExactly(7L, 8L);
    }
  }

  @Test
  void whatAKillLeftOfTheLastRecordIsCutOff() throws IOException {
    try (ShardLog log = ShardLog.open(folder)) {
      append(log, 0, 100);
      append(log, 1, 100);
    }
    for (int torn : new int[] {1, 105, 130, 238}) {
      try (FileChannel file = FileChannel.open(files().get(0), StandardOpenOption.WRITE)) {
        file.truncate(240 + torn);
      }
      try (ShardLog log = ShardLog.open(folder)) {
        assertThat(log.end()).isEqualTo(1);
        append(log, 1, 100);
        assertThat(ordinals(log, 0, 2)).containsExactly(1L, 2L);
      }
    }
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }

  private static void append(ShardLog log, long number, int bytes) {
    SequenceNumber sequence = new SequenceNumber(1, 0, number + 1);
    log.append(RecordEntry.encode(sequence, number * 10, KEY, new byte[bytes]), number * 10);
  }

  private static List<Long> ordinals(ShardLog log, long from, long to) {
    ByteBuf entries = Unpooled.buffer();
    log.read(from, to, entries);
    List<Long> ordinals = new ArrayList<>();
    while (entries.isReadable()) {
      String sequence = RecordEntry.decode(entries).sequenceNumber();
      ordinals.add(SequenceNumber.parse(sequence).orElseThrow().ordinal());
    }
    return ordinals;
  }

  private static List<Long> numbers(long first, long last) {
    return LongStream.rangeClosed(first, last).boxed().toList();
  }
}
