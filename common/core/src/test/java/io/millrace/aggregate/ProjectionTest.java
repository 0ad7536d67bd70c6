package io.millrace.aggregate;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.contract.FieldPath;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ProjectionTest {

  private final RowFields fields = new RowFields(Sample.CONTRACT);
  private final Projection projection = Projection.of(fields, Sample.paths());

  @Provide
  Arbitrary<List<@Nullable Object>> row() {
    return SampleRows.row();
  }

  @Property(tries = 300)
  void theValuesComeBack(@ForAll("row") List<@Nullable Object> row) {
    byte[] bytes = bytes(row);

    assertThat(projection.values(bytes)).isEqualTo(plain(row));
    assertThat(Sample.PATHS.stream().map(path -> fields.value(fields.slot(FieldPath.of(path)))))
        .usingElementComparator((a, b) -> plus(a).equals(plus(b)) ? 0 : 1)
        .containsExactlyElementsOf(row);
  }

  @Property(tries = 300)
  void bytesAreEqualWhereValuesAre(
      @ForAll("row") List<@Nullable Object> row, @ForAll("row") List<@Nullable Object> other) {
    Projection two = Projection.of(fields, List.of(FieldPath.of("in.name"), FieldPath.of("flag")));
    fields.open(Sample.row(row));
    byte[] one = two.bytes();
    fields.open(Sample.row(other));

    assertThat(Arrays.equals(one, two.bytes()))
        .isEqualTo(
            plus(row.get(10)).equals(plus(other.get(10)))
                && plus(row.get(6)).equals(plus(other.get(6))));
  }

  @Test
  void anEmptyTextAndMinusZeroAreWhatTheySeem() {
    List<Object> empty = new ArrayList<>(Sample.nothing());
    byte[] none = bytes(empty);
    empty.set(5, "");
    empty.set(4, -0.0);
    byte[] minus = bytes(empty);
    empty.set(4, 0.0);

    assertThat(minus).isNotEqualTo(none).isEqualTo(bytes(empty));
    assertThat(Projection.id(minus)).isNotEqualTo(Projection.id(none));
  }

  @Test
  void columnsAreNamedByTheirPath() {
    assertThat(projection.columns())
        .contains(
            new ResultColumn("in_deep_big", ResultType.BIGINT, true),
            new ResultColumn("hour", ResultType.TIME, true));
  }

  private byte[] bytes(List<@Nullable Object> row) {
    fields.open(Sample.row(row));
    return projection.bytes();
  }

  private static @Nullable Object[] plain(List<@Nullable Object> row) {
    return row.stream()
        .map(value -> value instanceof Double d ? (Object) (d + 0.0) : value)
        .toArray();
  }

  private static Object plus(@Nullable Object value) {
    return value == null
        ? "nothing at all"
        : value instanceof Double d ? (Object) (d + 0.0) : value;
  }
}
