package io.millrace.aggregate;

import io.millrace.contract.Field;
import io.millrace.contract.FieldPath;
import io.millrace.contract.StreamContract;
import io.millrace.contract.ValueType;
import io.millrace.event.RowReader;
import io.millrace.event.RowValues;
import io.millrace.event.RowWriter;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Some fields of a row as bytes of their own: what identifies a group or a session's key, or a
 * value that is kept. Equal values, nulls included, have equal bytes, in the layout of {@link
 * RowReader}'s rows; doubles have no minus zero. Not thread-safe.
 */
public final class Projection {

  private final RowFields fields;
  private final List<ResultColumn> columns = new ArrayList<>();
  private final List<ValueType> types = new ArrayList<>();
  private final int[] slots;
  private final RowWriter out = new RowWriter(64);
  private final RowReader in = new RowReader();

  private Projection(RowFields fields, List<FieldPath> paths) {
    this.fields = fields;
    this.slots = paths.stream().mapToInt(fields::slot).toArray();
    StreamContract contract = fields.contract();
    for (FieldPath path : paths) {
      Field field = contract.resolve(path);
      types.add(field.storedType());
      columns.add(
          new ResultColumn(contract.flatName(path), ResultType.of(field.storedType()), true));
    }
  }

  /**
   * The fields that {@code paths} lead to, in that order.
   *
   * @throws IllegalArgumentException if one is no single value of the contract
   */
  public static Projection of(RowFields fields, List<FieldPath> paths) {
    return new Projection(fields, paths);
  }

  /** The columns, named by their flat names; all nullable. */
  public List<ResultColumn> columns() {
    return List.copyOf(columns);
  }

  /** The values in the row that the fields stand at. */
  public byte[] bytes() {
    out.clear();
    int presence = out.presence(slots.length);
    for (int i = 0; i < slots.length; i++) {
      if (!fields.present(slots[i])) {
        continue;
      }
      out.markPresent(presence, i);
      if (types.get(i) instanceof ValueType.Floating) {
        out.writeDouble(fields.readDouble(slots[i]));
      } else {
        RowReader value = fields.at(slots[i]);
        int start = value.at();
        RowValues.skip(value, types.get(i));
        out.writeBytes(value.bytes(), start, value.at() - start);
      }
    }
    return out.toByteArray();
  }

  /** The values that {@link #bytes} wrote, in the columns' order. */
  public @Nullable Object[] values(byte[] bytes) {
    in.open(bytes);
    int presence = in.presence(slots.length);
    @Nullable Object[] values = new @Nullable Object[slots.length];
    for (int i = 0; i < slots.length; i++) {
      values[i] = in.present(presence, i) ? RowValues.value(in, types.get(i)) : null;
    }
    return values;
  }

  /** A short identity of such bytes for databases: the first 128 bits of their SHA-256. */
  public static UUID id(byte[] bytes) {
    try {
      ByteBuffer hash = ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(bytes));
      return new UUID(hash.getLong(), hash.getLong());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
