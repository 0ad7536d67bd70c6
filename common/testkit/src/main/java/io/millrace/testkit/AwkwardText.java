package io.millrace.testkit;

import java.util.List;

/** Strings that names, paths and statements made of data must survive; joined, yet more of them. */
public final class AwkwardText {

  /** Ways out of a folder or a statement, and characters that pass for others or are none. */
  public static final List<String> PIECES =
      List.of(
          "..",
          "../",
          "/",
          "\\",
          "'",
          "\"",
          ";",
          "--",
          "\0",
          "\n",
          "=",
          "%2F",
          "%",
          "~",
          ":",
          "?",
          "#",
          "*",
          " ",
          "\u202e",
          "\u200b",
          "\u2024",
          "\uff0e",
          "\uff0f",
          "e\u0301",
          "\u00e9",
          "\ud83d\ude00",
          "\ud800",
          "\udc00",
          "\ufeff",
          "\uffff",
          "\u0085",
          "a",
          "__HIVE_DEFAULT_PARTITION__",
          "x".repeat(1000),
          "\u00e9".repeat(200),
          "$",
          "\u0430",
          "Z",
          "_",
          "0",
          "orders",
          "y".repeat(64));

  private AwkwardText() {}
}
