package io.millrace.connectors.jdbc;

import org.apache.flink.api.common.serialization.SerializerConfig;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;

/** How Flink ships a {@link RowChange}; there is one {@link #INSTANCE}. */
public final class RowChangeTypeInfo extends TypeInformation<RowChange> {

  private static final long serialVersionUID = 1L;

  public static final RowChangeTypeInfo INSTANCE = new RowChangeTypeInfo();

  private RowChangeTypeInfo() {}

  @Override
  public boolean isBasicType() {
    return false;
  }

  @Override
  public boolean isTupleType() {
    return false;
  }

  @Override
  public int getArity() {
    return 1;
  }

  @Override
  public int getTotalFields() {
    return 1;
  }

  @Override
  public Class<RowChange> getTypeClass() {
    return RowChange.class;
  }

  @Override
  public boolean isKeyType() {
    return false;
  }

  @Override
  public TypeSerializer<RowChange> createSerializer(SerializerConfig config) {
    return RowChangeSerializer.INSTANCE;
  }

  @Override
  public String toString() {
    return "RowChange";
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RowChangeTypeInfo;
  }

  @Override
  public int hashCode() {
    return RowChangeTypeInfo.class.hashCode();
  }

  @Override
  public boolean canEqual(Object other) {
    return other instanceof RowChangeTypeInfo;
  }
}
