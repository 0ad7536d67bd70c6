package io.millrace.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.decode.DecodeLimits;
import io.millrace.decode.RecordDecoder;
import io.millrace.event.Event;
import io.millrace.event.Position;
import io.millrace.event.SourceRecord;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** {@code docs/contract.md} says what is so. */
class ContractPageTest {

  private static final Pattern YAML_BLOCK = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);
  private static final Pattern EVENT = Pattern.compile("It takes `(.*?)`");

  private final String page = page();

  @Test
  void theContractToCopyCompilesAndTakesItsEvent() {
    String yaml = blocks().get(0);
    assertThat(yaml.lines()).hasSizeLessThanOrEqualTo(25);
    assertThat(StandardDocument.faults(ContractText.bytes(yaml))).isEmpty();
    StreamContract contract = ContractCompiler.compile("page", ContractText.bytes(yaml));
    String event = EVENT.matcher(page).results().findFirst().orElseThrow().group(1);
    SourceRecord record =
        new SourceRecord(
            "s-0",
            Position.ofOffset(0),
            SourceRecord.NO_TIME,
            null,
            event.getBytes(StandardCharsets.UTF_8),
            List.of());
    assertThat(new RecordDecoder(contract, DecodeLimits.DEFAULTS, null).decode(record))
        .isInstanceOf(Event.class);
  }

  /** The other examples are custom properties for that same contract. */
  @Test
  void theRollupsAndSessionsCompile() {
    StringBuilder yaml = new StringBuilder(blocks().get(0));
    for (String block : blocks().subList(1, blocks().size())) {
      yaml.append(block.indent(6));
    }
    StreamContract contract = ContractCompiler.compile("page", ContractText.bytes(yaml.toString()));
    assertThat(contract.rollups()).hasSize(1);
    assertThat(contract.sessions()).hasSize(1);
  }

  @Test
  void everySettingHasItsRow() {
    for (String name : CustomProperties.NAMES) {
      assertThat(page).contains("| `" + name + "` |");
    }
    Map<String, Duration> defaults =
        Map.of(
            CustomProperties.MAX_OUT_OF_ORDERNESS, ContractCompiler.DEFAULT_MAX_OUT_OF_ORDERNESS,
            CustomProperties.MAX_FUTURE_SKEW, ContractCompiler.DEFAULT_MAX_FUTURE_SKEW,
            CustomProperties.DEDUP_HORIZON, ContractCompiler.DEFAULT_DEDUP_HORIZON,
            CustomProperties.ALLOWED_LATENESS, ContractCompiler.DEFAULT_ALLOWED_LATENESS);
    defaults.forEach(
        (name, duration) ->
            assertThat(page)
                .containsPattern(
                    Pattern.quote("| `" + name + "` | `")
                        + "("
                        + duration
                        + "|P"
                        + duration.toDays()
                        + "D)` "));
  }

  @Test
  void everyTypeOptionAndFormatIsNamed() {
    TypeOptions.BY_TYPE.forEach(
        (type, options) -> {
          assertThat(page).contains("`" + type + "`");
          assertThat(options.shapes().keySet())
              .allSatisfy(option -> assertThat(page).contains("`" + option + "`"));
        });
    for (ValueType.TextFormat format : ValueType.TextFormat.values()) {
      assertThat(page).contains("`" + format.name().toLowerCase(Locale.ROOT) + "`");
    }
    for (TimeFormat.Kind kind : TimeFormat.Kind.values()) {
      if (kind.name().startsWith("EPOCH")) {
        assertThat(page).contains("`" + kind.name().toLowerCase(Locale.ROOT) + "`");
      }
    }
  }

  @Test
  void theLimitsAreTheCodes() {
    assertThat(page)
        .contains("at most " + TableNames.MAX_STREAM_LENGTH + " characters")
        .contains("nest up to " + FieldCompiler.MAX_NESTING + " deep")
        .contains(String.format(Locale.ROOT, "at most %,d.", FieldCompiler.MAX_FIELDS))
        .contains(String.format(Locale.ROOT, "at most %,d steps", RegexSize.MAX))
        .contains(String.format(Locale.ROOT, "%,d values", YamlReader.MAX_VALUES))
        .contains("nested at most " + YamlReader.MAX_DEPTH + " deep")
        .contains("p up to " + NumberTypes.MAX_PRECISION);
    assertThat(YamlReader.MAX_BYTES).isEqualTo(1024 * 1024);
    RollupCompiler.OWN_COLUMNS.forEach(column -> assertThat(page).contains("`" + column + "`"));
    SessionCompiler.OWN_COLUMNS.forEach(column -> assertThat(page).contains("`" + column + "`"));
  }

  private List<String> blocks() {
    return YAML_BLOCK.matcher(page).results().map((MatchResult block) -> block.group(1)).toList();
  }

  private static String page() {
    try {
      return Files.readString(Path.of(System.getProperty("millrace.home"), "docs", "contract.md"));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
