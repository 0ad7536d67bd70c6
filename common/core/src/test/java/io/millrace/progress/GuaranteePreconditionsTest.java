package io.millrace.progress;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.flink.configuration.Configuration;
import org.junit.jupiter.api.Test;

class GuaranteePreconditionsTest {

  private final Configuration config = new Configuration();

  @Test
  void aligned_exactly_once_checkpoints_will_do() {
    config.setString("execution.checkpointing.interval", "30 s");
    assertThatCode(() -> GuaranteePreconditions.check(config)).doesNotThrowAnyException();
  }

  @Test
  void names_every_setting_at_fault_and_says_why() {
    config.setString("execution.checkpointing.mode", "AT_LEAST_ONCE");
    config.setString("execution.checkpointing.unaligned.enabled", "true");
    config.setString("execution.runtime-mode", "BATCH");
    assertThatThrownBy(() -> GuaranteePreconditions.check(config))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("execution.checkpointing.interval must be set")
        .hasMessageContaining("execution.checkpointing.mode must be EXACTLY_ONCE")
        .hasMessageContaining("execution.checkpointing.unaligned.enabled must be false")
        .hasMessageContaining("execution.runtime-mode must be STREAMING");
  }

  @Test
  void a_timeout_does_not_make_unaligned_checkpoints_right() {
    config.setString("execution.checkpointing.interval", "30 s");
    config.setString("execution.checkpointing.unaligned.enabled", "true");
    config.setString("execution.checkpointing.aligned-checkpoint-timeout", "10 min");
    assertThatThrownBy(() -> GuaranteePreconditions.check(config))
        .hasMessageContaining("whatever execution.checkpointing.aligned-checkpoint-timeout is");
    assertThatThrownBy(() -> GuaranteePreconditions.checkAligned(config))
        .isInstanceOf(IllegalStateException.class);
  }
}
