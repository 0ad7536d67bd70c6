package io.millrace.connectors.parquet;

import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.column.values.ValuesWriter;
import org.apache.parquet.column.values.delta.DeltaBinaryPackingValuesWriterForLong;
import org.apache.parquet.column.values.factory.DefaultV1ValuesWriterFactory;
import org.apache.parquet.column.values.factory.ValuesWriterFactory;
import org.apache.parquet.column.values.fallback.FallbackValuesWriter;
import org.apache.parquet.column.values.plain.PlainValuesWriter;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;

/**
 * How each column's values are encoded: Parquet's defaults (a dictionary while it pays, else
 * plain), but timestamps and positions as differences. Those hardly ever repeat and always grow, so
 * that a dictionary of them is work for nothing.
 *
 * <p>Also, Parquet's default factory is one static object that takes on the properties of whichever
 * writer was made last in the process.
 */
final class ColumnEncodings implements ValuesWriterFactory {

  private final ValuesWriterFactory defaults = new DefaultV1ValuesWriterFactory();
  private ParquetProperties properties = ParquetProperties.builder().build();

  @Override
  public void initialize(ParquetProperties parquetProperties) {
    properties = parquetProperties;
    defaults.initialize(parquetProperties);
  }

  @Override
  public ValuesWriter newValuesWriter(ColumnDescriptor column) {
    if (grows(column.getPrimitiveType())) {
      return new DeltaBinaryPackingValuesWriterForLong(
          properties.getInitialSlabSize(),
          properties.getPageSizeThreshold(),
          properties.getAllocator());
    }
    if (column.getPrimitiveType().getPrimitiveTypeName() == PrimitiveTypeName.BINARY
        && properties.isDictionaryEnabled(column)) {
      return FallbackValuesWriter.of(
          new TextDictionaryWriter(
              properties.getDictionaryPageSizeThreshold(), properties.getAllocator()),
          new PlainValuesWriter(
              properties.getInitialSlabSize(),
              properties.getPageSizeThreshold(),
              properties.getAllocator()));
    }
    return defaults.newValuesWriter(column);
  }

  private static boolean grows(PrimitiveType type) {
    return type.getPrimitiveTypeName() == PrimitiveTypeName.INT64
        && (type.getLogicalTypeAnnotation() instanceof TimestampLogicalTypeAnnotation
            || type.getName().equals(LakeSchema.POSITION)
            || type.getName().equals("position"));
  }
}
