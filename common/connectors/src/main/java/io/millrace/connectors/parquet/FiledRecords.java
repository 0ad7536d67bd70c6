package io.millrace.connectors.parquet;

import io.millrace.connectors.parquet.shred.Shredder;
import io.millrace.connectors.parquet.shred.ShredderBuilder;
import io.millrace.contract.Field;
import io.millrace.contract.StreamContract;
import io.millrace.event.RowWriter;
import java.util.List;
import java.util.Map;
import org.apache.parquet.schema.MessageType;
import org.jspecify.annotations.Nullable;

/** Rows that are records as they are. */
record FiledRecords(String name, List<Field> columns, StreamContract contract)
    implements RecordFormat<FiledRow> {

  FiledRecords {
    columns = List.copyOf(columns);
  }

  @Override
  public MessageType schema() {
    return LakeSchema.of(name, columns);
  }

  @Override
  public Shredder shredder(MessageType schema) {
    return new ShredderBuilder(schema).group(columns).build();
  }

  @Override
  public void append(FiledRow filed, RowWriter record) {
    record.writeBytes(filed.row(), 0, filed.row().length);
  }

  /** None: such a row comes from the events of any number of splits. */
  @Override
  public @Nullable String split(FiledRow filed) {
    return null;
  }

  @Override
  public Map<String, String> metadata() {
    return FileMetadata.of(contract);
  }
}
