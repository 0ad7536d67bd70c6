package io.millrace.kinesis.split;

import java.io.IOException;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;

/** Splits in the readers' state and on their way to readers. */
public final class KinesisShardSplitSerializer
    implements SimpleVersionedSerializer<KinesisShardSplit> {

  static final int VERSION = 1;

  @Override
  public int getVersion() {
    return VERSION;
  }

  @Override
  public byte[] serialize(KinesisShardSplit split) throws IOException {
    DataOutputSerializer out = new DataOutputSerializer(256);
    SplitWire.writeSplit(split, out);
    return out.getCopyOfBuffer();
  }

  @Override
  public KinesisShardSplit deserialize(int version, byte[] serialized) throws IOException {
    if (version != VERSION) {
      throw new IOException("split of version " + version + "; this job reads " + VERSION);
    }
    return SplitWire.readSplit(new DataInputDeserializer(serialized));
  }
}
