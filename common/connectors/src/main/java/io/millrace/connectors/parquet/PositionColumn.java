package io.millrace.connectors.parquet;

import io.millrace.contract.ValueType;
import io.millrace.event.Position;
import io.millrace.event.RowWriter;
import java.nio.charset.StandardCharsets;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Type.Repetition;
import org.apache.parquet.schema.Types;

/** How a source's positions are filed. Part of the files' schema: a stream keeps to one. */
public enum PositionColumn {
  /** Kafka offsets: 64-bit integers. */
  NUMBER,
  /**
   * Kinesis sequence numbers, which no integer holds: {@code 4959…:0} as {@link Position} says it.
   */
  TEXT;

  ValueType type() {
    return this == NUMBER ? LakeSchema.LONG : ValueType.Text.ANY;
  }

  Type column(String name) {
    return this == NUMBER
        ? Types.required(PrimitiveTypeName.INT64).named(name)
        : LakeSchema.text(Repetition.REQUIRED, name);
  }

  void write(Position position, RowWriter record) {
    if (this == NUMBER) {
      record.writeLong(position.offset());
    } else {
      record.writeText(position.toString().getBytes(StandardCharsets.UTF_8));
    }
  }
}
