package io.millrace.connectors.parquet;

import io.millrace.connectors.parquet.shred.Shredder;
import io.millrace.connectors.parquet.shred.ShredderBuilder;
import io.millrace.contract.StreamContract;
import io.millrace.event.Event;
import io.millrace.event.RowWriter;
import io.millrace.event.SourceRecord;
import java.util.Map;
import org.apache.parquet.schema.MessageType;

/** Accepted events: a group of Millrace's own columns, then the event's row as it is. */
record EventRecords(StreamContract contract, PositionColumn positions)
    implements RecordFormat<Event> {

  /** Events of Kafka. */
  EventRecords(StreamContract contract) {
    this(contract, PositionColumn.NUMBER);
  }

  private static final int ALL_PRESENT = 0b11_1111;
  private static final int RECORD_TIME_PRESENT = 0b01_0000;

  @Override
  public MessageType schema() {
    return LakeSchema.of(contract, positions);
  }

  @Override
  public Shredder shredder(MessageType schema) {
    return new ShredderBuilder(schema)
        .group(LakeSchema.ownFields(positions))
        .group(LakeSchema.rowFields(contract))
        .build();
  }

  @Override
  public void append(Event event, RowWriter record) {
    SourceRecord source = event.source();
    boolean timed = source.recordTime() != SourceRecord.NO_TIME;
    record.writeByte(timed ? ALL_PRESENT : ALL_PRESENT & ~RECORD_TIME_PRESENT);
    record.writeText(event.id());
    record.writeLong(event.eventTime());
    record.writeName(source.split());
    positions.write(source.position(), record);
    if (timed) {
      record.writeLong(Math.multiplyExact(source.recordTime(), 1000L));
    }
    record.writeBoolean(event.late());
    record.writeBytes(event.row(), 0, event.row().length);
  }

  @Override
  public String split(Event event) {
    return event.source().split();
  }

  @Override
  public Map<String, String> metadata() {
    return FileMetadata.of(contract);
  }
}
