package io.millrace.connectors.parquet;

import io.millrace.connectors.parquet.shred.Shredder;
import io.millrace.event.RowWriter;
import java.io.Serializable;
import java.util.Map;
import org.apache.parquet.schema.MessageType;
import org.jspecify.annotations.Nullable;

/** What the files of one kind hold, and how a value becomes a record of theirs. */
interface RecordFormat<T> extends Serializable {

  MessageType schema();

  /** A new shredder for the records that {@link #append} makes. */
  Shredder shredder(MessageType schema);

  /** Appends {@code value} as a run of groups in {@link io.millrace.event.RowReader}'s layout. */
  void append(T value, RowWriter record);

  /** The split that {@code value} came from, if one: files say how many rows they hold of each. */
  @Nullable String split(T value);

  /** Key-value metadata of every file. */
  Map<String, String> metadata();
}
