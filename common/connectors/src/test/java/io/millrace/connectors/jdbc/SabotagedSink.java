package io.millrace.connectors.jdbc;

import java.io.IOException;
import java.util.Collection;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.flink.api.connector.sink2.Committer;
import org.apache.flink.api.connector.sink2.CommitterInitContext;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.SupportsCommitter;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.streaming.api.connector.sink2.SupportsPreWriteTopology;
import org.apache.flink.streaming.api.datastream.DataStream;

/** The sink, whose commits fail where a test wants them to. One test at a time. */
final class SabotagedSink
    implements Sink<RowChange>,
        SupportsCommitter<JdbcCommittable>,
        SupportsPreWriteTopology<RowChange> {

  private static final long serialVersionUID = 1L;

  /** How many of the next commits with rows fail before the database has heard of them. */
  static final AtomicInteger FAIL_BEFORE = new AtomicInteger();

  /** How many of the next commits with rows fail although the database has them. */
  static final AtomicInteger FAIL_AFTER = new AtomicInteger();

  /** Commits with rows that went through. */
  static final AtomicInteger COMMITS = new AtomicInteger();

  private final TwoPhaseJdbcSink sink;

  SabotagedSink(TwoPhaseJdbcSink sink) {
    this.sink = sink;
  }

  static void reset() {
    FAIL_BEFORE.set(0);
    FAIL_AFTER.set(0);
    COMMITS.set(0);
  }

  @Override
  public SinkWriter<RowChange> createWriter(WriterInitContext context) {
    return sink.createWriter(context);
  }

  @Override
  public SimpleVersionedSerializer<JdbcCommittable> getCommittableSerializer() {
    return sink.getCommittableSerializer();
  }

  @Override
  public DataStream<RowChange> addPreWriteTopology(DataStream<RowChange> changes) {
    return sink.addPreWriteTopology(changes);
  }

  @Override
  public Committer<JdbcCommittable> createCommitter(CommitterInitContext context) {
    return new SabotagedCommitter(sink.createCommitter(context));
  }

  @SuppressWarnings("try") // A committer of Flink's may throw anything when it is closed.
  private record SabotagedCommitter(Committer<JdbcCommittable> committer)
      implements Committer<JdbcCommittable> {
    @Override
    public void commit(Collection<CommitRequest<JdbcCommittable>> requests)
        throws IOException, InterruptedException {
      if (requests.isEmpty()) {
        return;
      }
      if (FAIL_BEFORE.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
        throw new IOException("sabotaged before the commit");
      }
      committer.commit(requests);
      if (FAIL_AFTER.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
        throw new IOException("sabotaged after the commit");
      }
      COMMITS.incrementAndGet();
    }

    @Override
    public void close() throws Exception {
      committer.close();
    }
  }
}
