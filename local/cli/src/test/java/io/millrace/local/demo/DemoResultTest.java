package io.millrace.local.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.local.audit.AuditReport;
import io.millrace.local.audit.SplitBalance;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DemoResultTest {

  private static final List<Figure> KNOWN =
      List.of(new Figure("written", 9, 9), new Figure("late", 2, 2));
  private static final IdCheck EXACT = new IdCheck(9, 9, 0, 0);

  @Test
  void allThatIsHeldAgainstEachOtherAgrees() {
    assertThat(result(10, List.of(), KNOWN, EXACT).balanced()).isTrue();
  }

  @Test
  void aRecordThatWasSentAndNotConsumedDoesNotBalance() {
    assertThat(result(11, List.of(), KNOWN, EXACT).findings())
        .containsExactly("11 records were sent, 10 consumed");
  }

  @Test
  void whatTheAuditFindsDoesNotBalance() {
    assertThat(result(10, List.of("something"), KNOWN, EXACT).findings())
        .containsExactly("orders-0: something");
  }

  @Test
  void aFigureThatIsNotTheGeneratorsDoesNotBalance() {
    assertThat(result(10, List.of(), List.of(new Figure("late", 2, 1)), EXACT).findings())
        .containsExactly("late: 2 generated, 1 found (-1)");
  }

  @Test
  void idsMustBeTheGeneratorsAsASetAndAsACount() {
    for (IdCheck check :
        List.of(
            new IdCheck(10, 9, 0, 0),
            new IdCheck(9, 9, 1, 1),
            new IdCheck(8, 8, 1, 0),
            new IdCheck(10, 10, 0, 1))) {
      assertThat(result(10, List.of(), KNOWN, check).findings())
          .singleElement()
          .asString()
          .startsWith("ids: ");
    }
  }

  private static DemoResult result(
      long sent, List<String> findings, List<Figure> figures, IdCheck ids) {
    SplitBalance split = new SplitBalance("orders-0", 10, 9, 1, 0, 2, 0, 9, 0, List.of(), findings);
    AuditReport audit = new AuditReport("orders", List.of(split), List.of(), Map.of(), 0, 1);
    return new DemoResult(
        "orders",
        DemoSource.KAFKA,
        sent,
        Duration.ofSeconds(1),
        audit,
        List.of(),
        figures,
        Optional.of(ids),
        Path.of("lake"),
        "SELECT 1",
        Optional.empty(),
        Optional.empty(),
        List.of());
  }
}
