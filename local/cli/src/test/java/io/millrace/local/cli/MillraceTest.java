package io.millrace.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MillraceTest {

  @ParameterizedTest
  @ValueSource(strings = {"", "demo", "audit", "sql", "send", "run", "contract", "contract check"})
  void everyCommandHasHelp(String command) {
    String[] args = (command + " --help").strip().split(" ");
    CommandRun run = CommandRun.of(args);
    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).contains(("Usage: millrace " + command).strip());
    assertThat(run.err()).isEmpty();
  }

  @Test
  void noCommandShowsTheHelpAsAnError() {
    CommandRun run = CommandRun.of();
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains("Usage: millrace");
  }

  @Test
  void anUnknownCommandIsNamedWithWhatWasMeant() {
    CommandRun run = CommandRun.of("contrct");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("contrct").contains("contract");
  }
}
