package io.millrace.connectors.config;

import java.util.List;

/** What a job does when its source no longer has records that it has not read: {@code on-gap}. */
public enum OnGap {
  /** Stops with an error that names what is missing. */
  FAIL,
  /** Names and counts what is missing, and goes on with what there is. */
  CONTINUE;

  /** Reads the key of group {@code source}; faults are noted in the group. */
  public static OnGap from(ParameterGroup source, OnGap otherwise) {
    String value =
        source
            .text("on-gap")
            .where(List.of("fail", "continue")::contains, "fail or continue")
            .orElse("");
    return switch (value) {
      case "fail" -> FAIL;
      case "continue" -> CONTINUE;
      default -> otherwise;
    };
  }
}
