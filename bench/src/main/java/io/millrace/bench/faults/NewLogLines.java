package io.millrace.bench.faults;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What the platform's processes have logged since this was made. */
final class NewLogLines {

  private final Path folder;
  private final Map<Path, Long> begins = new HashMap<>();

  /** From now on, of all processes whose logs are in this folder. */
  NewLogLines(Path folder) throws IOException {
    this.folder = folder;
    for (Path log : logs()) {
      begins.put(log, Files.size(log));
    }
  }

  /** How many lines say this. */
  long count(String text) throws IOException {
    long count = 0;
    for (Path log : logs()) {
      count += since(log).lines().filter(line -> line.contains(text)).count();
    }
    return count;
  }

  private String since(Path log) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
      long begin = begins.getOrDefault(log, 0L);
      // A shorter one is another file: the log was rolled over.
      file.seek(begin > file.length() ? 0 : begin);
      byte[] rest = new byte[Math.toIntExact(file.length() - file.getFilePointer())];
      file.readFully(rest);
      return new String(rest, StandardCharsets.UTF_8);
    }
  }

  private List<Path> logs() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".log")).toList();
    }
  }
}
