package io.millrace.event;

import java.io.IOException;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.jspecify.annotations.Nullable;

/** How every serializer writes a {@link Position}: the sequence, then the offset. */
public final class Positions {

  private Positions() {}

  public static void write(Position position, DataOutputView target) throws IOException {
    Wire.writeText(position.sequence(), target);
    target.writeLong(position.offset());
  }

  public static Position read(DataInputView source) throws IOException {
    return new Position(Wire.readText(source), source.readLong());
  }

  /** Whether there is one, then the position. */
  public static void writeNullable(@Nullable Position position, DataOutputView target)
      throws IOException {
    target.writeBoolean(position != null);
    if (position != null) {
      write(position, target);
    }
  }

  public static @Nullable Position readNullable(DataInputView source) throws IOException {
    return source.readBoolean() ? read(source) : null;
  }
}
