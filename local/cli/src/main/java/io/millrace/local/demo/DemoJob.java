package io.millrace.local.demo;

import io.millrace.contract.StreamContract;
import java.util.Locale;

/** The jobs that a demo runs side by side, all on the same stream. */
public enum DemoJob {
  LAKE,
  ROLLUPS,
  SESSIONS;

  /** Its folder under {@code jobs/}. */
  public String folder() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether the contract gives it anything to do. */
  public boolean isFor(StreamContract contract) {
    return switch (this) {
      case LAKE -> true;
      case ROLLUPS -> !contract.rollups().isEmpty();
      case SESSIONS -> !contract.sessions().isEmpty();
    };
  }

  /** Its configuration in the demo's folder. */
  String file() {
    return folder() + "-job.json";
  }

  /** Its name in the ledger. */
  String nameFor(String stream) {
    return folder() + "-" + stream;
  }
}
