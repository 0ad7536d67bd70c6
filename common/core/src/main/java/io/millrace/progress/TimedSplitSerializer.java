package io.millrace.progress;

import java.io.IOException;
import org.apache.flink.api.connector.source.SourceSplit;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;

/** Writes a source's own splits, with or without the time of {@link TimedSplit}. */
final class TimedSplitSerializer<S extends SourceSplit>
    implements SimpleVersionedSerializer<SourceSplit> {

  private static final int VERSION = 1;
  private static final int BYTES_AHEAD = 1 + Long.BYTES + Integer.BYTES;

  private final SimpleVersionedSerializer<S> splits;

  TimedSplitSerializer(SimpleVersionedSerializer<S> splits) {
    this.splits = splits;
  }

  @Override
  public int getVersion() {
    return VERSION;
  }

  @Override
  @SuppressWarnings("unchecked") // What the source made, it can write.
  public byte[] serialize(SourceSplit split) throws IOException {
    boolean timed = split instanceof TimedSplit;
    byte[] own = splits.serialize((S) (timed ? ((TimedSplit) split).split() : split));
    DataOutputSerializer out = new DataOutputSerializer(BYTES_AHEAD + own.length);
    out.writeBoolean(timed);
    out.writeLong(timed ? ((TimedSplit) split).highest() : 0);
    out.writeInt(splits.getVersion());
    out.write(own);
    return out.getCopyOfBuffer();
  }

  @Override
  public SourceSplit deserialize(int version, byte[] bytes) throws IOException {
    if (version != VERSION) {
      throw new IOException("a split of version " + version + ", later than this job knows");
    }
    DataInputDeserializer in = new DataInputDeserializer(bytes);
    boolean timed = in.readBoolean();
    long highest = in.readLong();
    int ownVersion = in.readInt();
    byte[] own = new byte[in.available()];
    in.readFully(own);
    S split = splits.deserialize(ownVersion, own);
    return timed ? new TimedSplit(split, highest) : split;
  }
}
