package io.millrace.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ColumnTypesTest {

  private static final Path SHIPPED = Path.of("../../schemas/storefront.odcs.yaml");

  @Test
  void everyColumnHasATypeWithoutItsRules() throws Exception {
    Map<String, String> types = types(Files.readString(SHIPPED));
    assertThat(types)
        .containsEntry("event_id", "string")
        .containsEntry("email_hash", "string")
        .containsEntry("device", "group")
        .containsEntry("device.screen.width", "integer of 32 bits")
        .containsEntry("user_id", "integer of 64 bits")
        .containsEntry("total", "decimal(12,2)")
        .containsEntry("discount_rate", "floating")
        .containsEntry("items", "listof")
        .containsEntry("items[].options[]", "string")
        .containsEntry("occurred_at", "timestamp")
        .containsEntry("context", "string")
        .doesNotContainKey("email");
  }

  @Test
  void rulesMayChangeAndTypesMayNot() throws Exception {
    String shipped = Files.readString(SHIPPED);
    Map<String, String> types = types(shipped);
    assertThat(types(shipped.replace("{ minLength: 1, maxLength: 64 }", "{ maxLength: 99 }")))
        .isEqualTo(types);
    assertThat(types(shipped.replace("physicalType: DECIMAL(12,2)", "physicalType: DECIMAL(13,2)")))
        .containsEntry("total", "decimal(13,2)");
  }

  private static Map<String, String> types(String yaml) {
    return ColumnTypes.of(
        ContractCompiler.compile(
            "storefront.odcs.yaml", yaml.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
  }
}
