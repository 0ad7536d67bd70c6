package io.millrace.connectors.parquet;

import io.millrace.event.ImmutableTypeInformation;
import org.apache.flink.api.common.typeinfo.TypeInformation;

/**
 * A row on its way into a table of the lake; see {@link LakeTable}. Immutable: the array is not
 * changed by anyone.
 *
 * @param folder where it is filed below the table's folder, {@code event_date=…/event_hour=…}
 * @param row the table's columns as one group in {@link io.millrace.event.RowReader}'s layout
 */
@SuppressWarnings("ArrayRecordComponent") // Compared by nobody.
public record FiledRow(String folder, byte[] row) {

  /** How Flink ships a row. */
  public static final TypeInformation<FiledRow> TYPE =
      new ImmutableTypeInformation<>(FiledRow.class, new FiledRowSerializer());
}
