package io.millrace.aggregate;

import io.millrace.event.RowReader;
import io.millrace.event.RowWriter;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Results as bytes: presence bits, then the values by their columns' types. Not thread-safe. */
public final class ResultValues {

  private final ResultType[] types;
  private final RowWriter out = new RowWriter(128);
  private final RowReader in = new RowReader();

  public ResultValues(List<ResultColumn> columns) {
    types = columns.stream().map(ResultColumn::type).toArray(ResultType[]::new);
  }

  /** The values of one row, in the columns' order; equal values have equal bytes. */
  public byte[] bytes(@Nullable Object[] values) {
    out.clear();
    int presence = out.presence(types.length);
    for (int i = 0; i < types.length; i++) {
      Object value = values[i];
      if (value != null) {
        out.markPresent(presence, i);
        write(types[i], value);
      }
    }
    return out.toByteArray();
  }

  /** The values that {@link #bytes} wrote. */
  public @Nullable Object[] values(byte[] bytes) {
    in.open(bytes);
    int presence = in.presence(types.length);
    @Nullable Object[] values = new @Nullable Object[types.length];
    for (int i = 0; i < types.length; i++) {
      values[i] = in.present(presence, i) ? read(types[i]) : null;
    }
    return values;
  }

  private void write(ResultType type, Object value) {
    switch (type) {
      case TEXT -> out.writeText((String) value);
      case INTEGER -> out.writeInt((Integer) value);
      case BIGINT -> out.writeLong((Long) value);
      case NUMERIC -> {
        out.writeInt(((BigDecimal) value).scale());
        out.writeText(((BigDecimal) value).unscaledValue().toByteArray());
      }
      case DOUBLE -> out.writeDouble((Double) value);
      case BOOLEAN -> out.writeBoolean((Boolean) value);
      case DATE -> out.writeLong(((LocalDate) value).toEpochDay());
      case TIME -> out.writeLong(((LocalTime) value).toNanoOfDay());
      case TIMESTAMP -> {
        Instant time = (Instant) value;
        out.writeLong(
            Math.addExact(
                Math.multiplyExact(time.getEpochSecond(), 1_000_000L), time.getNano() / 1000));
      }
    }
  }

  private Object read(ResultType type) {
    return switch (type) {
      case TEXT -> new String(Cell.readBytes(in), StandardCharsets.UTF_8);
      case INTEGER -> (Object) in.readInt();
      case BIGINT -> (Object) in.readLong();
      case NUMERIC -> {
        int scale = in.readInt();
        yield new BigDecimal(new BigInteger(Cell.readBytes(in)), scale);
      }
      case DOUBLE -> (Object) in.readDouble();
      case BOOLEAN -> (Object) in.readBoolean();
      case DATE -> LocalDate.ofEpochDay(in.readLong());
      case TIME -> LocalTime.ofNanoOfDay(in.readLong());
      case TIMESTAMP -> Instant.EPOCH.plus(in.readLong(), ChronoUnit.MICROS);
    };
  }

  @Override
  public String toString() {
    return Arrays.toString(types);
  }
}
