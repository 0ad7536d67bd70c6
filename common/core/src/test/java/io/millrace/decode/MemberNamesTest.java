package io.millrace.decode;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class MemberNamesTest {

  @Property(tries = 200)
  void agreesWithASetAnObject(@ForAll long seed) {
    Random random = new Random(seed);
    MemberNames names = new MemberNames();
    for (int record = 0; record < 5; record++) {
      names.clear();
      List<Long> objects = new ArrayList<>();
      List<Set<String>> expected = new ArrayList<>();
      int steps = random.nextInt(2000);
      for (int i = 0; i < steps; i++) {
        if (objects.isEmpty() || random.nextInt(50) == 0) {
          objects.add(names.newObject());
          expected.add(new HashSet<>());
        }
        int object = random.nextInt(objects.size());
        String name = "n" + random.nextInt(200);
        assertThat(names.add(objects.get(object), name)).isEqualTo(expected.get(object).add(name));
      }
    }
  }

  /** 65,536 names of one hash code; without the trees this takes minutes. */
  @Test
  void namesChosenToCollideAreStillToldApart() {
    List<String> colliding = List.of("");
    for (int i = 0; i < 16; i++) {
      List<String> longer = new ArrayList<>();
      for (String name : colliding) {
        longer.add(name + "Aa");
        longer.add(name + "BB");
      }
      colliding = longer;
    }
    MemberNames names = new MemberNames();
    names.clear();
    long object = names.newObject();
    long other = names.newObject();
    for (String name : colliding) {
      assertThat(names.add(object, name)).isTrue();
    }
    for (String name : colliding) {
      assertThat(names.add(object, name)).isFalse();
      assertThat(names.add(other, name)).isTrue();
    }
    names.clear();
    assertThat(names.add(names.newObject(), colliding.get(0))).isTrue();
  }
}
