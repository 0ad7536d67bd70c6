package io.millrace.progress;

import io.millrace.event.Decoded;
import io.millrace.event.Event;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceOutput;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SourceSplit;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.core.io.InputStatus;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/** A source of lists of records, a split a list; its readers take turns between their splits. */
final class SplitsInMemory implements Source<Decoded, SplitsInMemory.InMemory, Void> {

  private static final long serialVersionUID = 1L;
  private static final Map<String, List<Decoded>> RECORDS = new ConcurrentHashMap<>();

  record InMemory(String splitId, int read) implements SourceSplit {}

  /** What the split with this id holds, from now on. */
  static void put(String splitId, List<Decoded> records) {
    RECORDS.put(splitId, records);
  }

  @Override
  public Boundedness getBoundedness() {
    return Boundedness.BOUNDED;
  }

  @Override
  public SourceReader<Decoded, InMemory> createReader(SourceReaderContext context) {
    return new Reader();
  }

  @Override
  public SplitEnumerator<InMemory, Void> createEnumerator(
      SplitEnumeratorContext<InMemory> context) {
    throw new UnsupportedOperationException("splits are handed to readers by tests");
  }

  @Override
  public SplitEnumerator<InMemory, Void> restoreEnumerator(
      SplitEnumeratorContext<InMemory> context, Void checkpoint) {
    throw new UnsupportedOperationException("splits are handed to readers by tests");
  }

  @Override
  public SimpleVersionedSerializer<InMemory> getSplitSerializer() {
    return new SimpleVersionedSerializer<>() {
      @Override
      public int getVersion() {
        return 3;
      }

      @Override
      public byte[] serialize(InMemory split) {
        byte[] id = split.splitId().getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(Integer.BYTES + id.length).putInt(split.read()).put(id).array();
      }

      @Override
      public InMemory deserialize(int version, byte[] bytes) {
        assertVersion(version);
        int read = ByteBuffer.wrap(bytes).getInt();
        return new InMemory(
            new String(bytes, Integer.BYTES, bytes.length - Integer.BYTES, StandardCharsets.UTF_8),
            read);
      }

      private void assertVersion(int version) {
        if (version != 3) {
          throw new IllegalArgumentException("not the version that it was written with");
        }
      }
    };
  }

  @Override
  public SimpleVersionedSerializer<Void> getEnumeratorCheckpointSerializer() {
    throw new UnsupportedOperationException("splits are handed to readers by tests");
  }

  /** Emits a record a call. */
  static final class Reader implements SourceReader<Decoded, InMemory> {
    private final Deque<InMemory> splits = new ArrayDeque<>();
    private final Map<String, SourceOutput<Decoded>> outputs = new HashMap<>();

    @Override
    public void start() {}

    @Override
    public InputStatus pollNext(ReaderOutput<Decoded> output) {
      InMemory split = splits.remove();
      List<Decoded> records = RECORDS.get(split.splitId());
      outputs
          .computeIfAbsent(split.splitId(), output::createOutputForSplit)
          .collect(records.get(split.read()));
      if (split.read() + 1 < records.size()) {
        splits.add(new InMemory(split.splitId(), split.read() + 1));
      }
      return InputStatus.MORE_AVAILABLE;
    }

    @Override
    public List<InMemory> snapshotState(long checkpointId) {
      return List.copyOf(splits);
    }

    @Override
    public CompletableFuture<Void> isAvailable() {
      return CompletableFuture.completedFuture(null);
    }

    @Override
    public void addSplits(List<InMemory> added) {
      splits.addAll(added);
    }

    @Override
    public void notifyNoMoreSplits() {}

    @Override
    public void close() {}
  }

  /** Keeps what is emitted. */
  static final class Collected implements ReaderOutput<Decoded> {
    private final List<Decoded> records = new ArrayList<>();

    List<Decoded> records() {
      return records;
    }

    /** Of each event of a split, in order, whether it is marked as late. */
    List<Boolean> late(String split) {
      return records.stream()
          .filter(record -> record.source().split().equals(split))
          .filter(Event.class::isInstance)
          .map(record -> ((Event) record).late())
          .toList();
    }

    @Override
    public void collect(Decoded record) {
      records.add(record);
    }

    @Override
    public void collect(Decoded record, long timestamp) {
      records.add(record);
    }

    @Override
    public SourceOutput<Decoded> createOutputForSplit(String splitId) {
      return this;
    }

    @Override
    public void releaseOutputForSplit(String splitId) {}

    @Override
    public void emitWatermark(Watermark watermark) {}

    @Override
    public void markIdle() {}

    @Override
    public void markActive() {}
  }
}
