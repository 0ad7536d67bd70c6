package io.millrace.dedup;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class UuidTextTest {

  private final UuidText text = new UuidText();

  @Property
  void reads_the_text_of_every_uuid(@ForAll long high, @ForAll long low) {
    assertThat(text.read(bytes(new UUID(high, low).toString()))).isTrue();
    assertThat(text.high()).isEqualTo(high);
    assertThat(text.low()).isEqualTo(low);
  }

  @Property
  void reads_no_other_text(
      @ForAll long high, @ForAll long low, @ForAll @IntRange(max = 35) int at, @ForAll byte other) {
    byte[] damaged = bytes(new UUID(high, low).toString());
    damaged[at] = other;
    String now = new String(damaged, StandardCharsets.ISO_8859_1);
    boolean canonical = now.matches("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");
    assertThat(text.read(damaged)).isEqualTo(canonical);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
