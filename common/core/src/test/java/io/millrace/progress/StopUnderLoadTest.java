package io.millrace.progress;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.event.Decoded;
import io.millrace.event.Event;
import io.millrace.event.EventTypes;
import io.millrace.event.Position;
import io.millrace.event.Rejection;
import io.millrace.event.SourceRecord;
import io.millrace.ledger.Intake;
import io.millrace.ledger.LedgerPage;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceOutput;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SourceSplit;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.core.io.InputStatus;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A job can be stopped with a savepoint while one subtask of its source waits for room in its
 * output and another has nothing to read: the first takes the savepoint before it ends its data,
 * the other after, and Flink refuses that mixture for a task that has union list state.
 */
class StopUnderLoadTest {

  private static final CountDownLatch BUSY = new CountDownLatch(5_000);

  @TempDir private Path folder;

  @Test
  void one_subtask_is_held_up_and_one_idle() throws Exception {
    Configuration config = new Configuration();
    config.setString("pipeline.generic-types", "false");
    config.setString("restart-strategy.type", "none");
    StreamExecutionEnvironment env = StreamExecutionEnvironment.createLocalEnvironment(2, config);
    env.fromSource(
            new LateMarkingSource<>(new Endless(), Duration.ofMinutes(1)),
            WatermarkStrategy.noWatermarks(),
            "source")
        .transform(
            "intake",
            EventTypes.EVENT,
            new Intake(
                new OutputTag<Rejection>("rejections", EventTypes.REJECTION),
                new OutputTag<>("pages", LedgerPage.TYPE),
                true))
        .rebalance()
        .map(StopUnderLoadTest::slowly)
        .returns(EventTypes.EVENT)
        .sinkTo(new DiscardingSink<>());
    JobClient job = env.executeAsync("endless");
    assertThat(BUSY.await(5, TimeUnit.MINUTES)).isTrue();

    String savepoint =
        job.stopWithSavepoint(false, folder.toUri().toString(), SavepointFormatType.CANONICAL)
            .get(5, TimeUnit.MINUTES);

    assertThat(savepoint).startsWith("file:");
  }

  /** So that the busy subtask waits for room in its output most of the time. */
  private static Event slowly(Event event) {
    LockSupport.parkNanos(Duration.ofMillis(1).toNanos());
    return event;
  }

  private record OneSplit(long read) implements SourceSplit {
    @Override
    public String splitId() {
      return "the-one";
    }
  }

  /** One split that never ends, for the first reader. */
  private static final class Endless implements Source<Decoded, OneSplit, Boolean> {

    private static final long serialVersionUID = 1L;

    @Override
    public Boundedness getBoundedness() {
      return Boundedness.CONTINUOUS_UNBOUNDED;
    }

    @Override
    public SourceReader<Decoded, OneSplit> createReader(SourceReaderContext context) {
      return new EndlessReader();
    }

    @Override
    public SplitEnumerator<OneSplit, Boolean> createEnumerator(
        SplitEnumeratorContext<OneSplit> context) {
      return new ForTheFirst(context);
    }

    @Override
    public SplitEnumerator<OneSplit, Boolean> restoreEnumerator(
        SplitEnumeratorContext<OneSplit> context, Boolean checkpoint) {
      return new ForTheFirst(context);
    }

    @Override
    public SimpleVersionedSerializer<OneSplit> getSplitSerializer() {
      return new SimpleVersionedSerializer<>() {
        @Override
        public int getVersion() {
          return 1;
        }

        @Override
        public byte[] serialize(OneSplit split) {
          return ByteBuffer.allocate(Long.BYTES).putLong(split.read()).array();
        }

        @Override
        public OneSplit deserialize(int version, byte[] bytes) {
          return new OneSplit(ByteBuffer.wrap(bytes).getLong());
        }
      };
    }

    @Override
    public SimpleVersionedSerializer<Boolean> getEnumeratorCheckpointSerializer() {
      return new SimpleVersionedSerializer<>() {
        @Override
        public int getVersion() {
          return 1;
        }

        @Override
        public byte[] serialize(Boolean assigned) {
          return new byte[0];
        }

        @Override
        public Boolean deserialize(int version, byte[] bytes) {
          return true;
        }
      };
    }
  }

  private record ForTheFirst(SplitEnumeratorContext<OneSplit> context)
      implements SplitEnumerator<OneSplit, Boolean> {

    @Override
    public void start() {}

    @Override
    public void handleSplitRequest(int subtask, @Nullable String host) {}

    @Override
    public void addSplitsBack(List<OneSplit> splits, int subtask) {}

    @Override
    public void addReader(int subtask) {
      if (subtask == 0) {
        context.assignSplit(new OneSplit(0), 0);
      }
    }

    @Override
    public Boolean snapshotState(long checkpointId) {
      return true;
    }

    @Override
    public void close() {}
  }

  private static final class EndlessReader implements SourceReader<Decoded, OneSplit> {

    private final CompletableFuture<Void> available = new CompletableFuture<>();
    private @Nullable SourceOutput<Decoded> split;
    private boolean assigned;
    private long read;

    @Override
    public void start() {}

    @Override
    public InputStatus pollNext(ReaderOutput<Decoded> output) {
      if (!assigned) {
        return InputStatus.NOTHING_AVAILABLE;
      }
      byte[] none = new byte[0];
      SourceRecord source =
          new SourceRecord("the-one", Position.ofOffset(read), 0, null, null, List.of());
      if (split == null) {
        split = output.createOutputForSplit("the-one");
      }
      split.collect(new Event(source, none, 0, read++, none, 0, false));
      BUSY.countDown();
      return InputStatus.MORE_AVAILABLE;
    }

    @Override
    public List<OneSplit> snapshotState(long checkpointId) {
      return assigned ? List.of(new OneSplit(read)) : List.of();
    }

    @Override
    public CompletableFuture<Void> isAvailable() {
      return available;
    }

    @Override
    public void addSplits(List<OneSplit> splits) {
      assigned = true;
      read = splits.get(0).read();
      available.complete(null);
    }

    @Override
    public void notifyNoMoreSplits() {}

    @Override
    public void close() {}
  }
}
