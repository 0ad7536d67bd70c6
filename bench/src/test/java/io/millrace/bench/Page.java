package io.millrace.bench;

import java.util.List;
import java.util.stream.Stream;

/** A page of the documentation. */
final class Page {

  private Page() {}

  /** The cells of the rows of the table whose head begins so. */
  static List<List<String>> rows(String page, String head) {
    List<String> lines = page.lines().toList();
    int start = 0;
    while (!lines.get(start).startsWith(head)) {
      start++;
    }
    return lines.subList(start + 2, lines.size()).stream()
        .takeWhile(line -> line.startsWith("|"))
        .map(line -> Stream.of(line.split("\\|", -1)).map(String::strip).toList())
        .map(cells -> cells.subList(1, cells.size() - 1))
        .toList();
  }
}
