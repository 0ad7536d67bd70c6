package io.millrace.bench;

import io.millrace.bench.program.ThreadTimes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordingFile;

/**
 * Where a CPU second of a program went, from what {@link Profile} wrote: the collector's share by
 * its threads' CPU time, the rest, but for the compiler's threads, by samples. A sample belongs to
 * the first area that a frame of its stack names, from the top.
 */
final class ProfileReport {

  static final String JAVA_SAMPLE = "jdk.ExecutionSample";
  static final String NATIVE_SAMPLE = "jdk.NativeMethodSample";

  private static final String COLLECTOR = "garbage collector (its threads)";
  private static final String REST = "other";

  /** Most specific first. */
  private static final Map<String, List<String>> AREAS = new LinkedHashMap<>();

  static {
    AREAS.put("ZSTD", List.of("com.github.luben.zstd."));
    AREAS.put("RocksDB", List.of("org.rocksdb.", "org.apache.flink.state.rocksdb."));
    AREAS.put(
        "Parquet: encodings, statistics, pages",
        List.of(
            "org.apache.parquet.",
            "io.millrace.connectors.parquet.column.",
            "io.millrace.connectors.parquet.RowGroupEncoder",
            "io.millrace.connectors.parquet.shred."));
    AREAS.put("records that wait for their row group", List.of("io.millrace.connectors.parquet."));
    AREAS.put(
        "JSON and contract",
        List.of(
            "com.fasterxml.jackson.", "io.millrace.decode.", "io.millrace.bench.program.Click"));
    AREAS.put("dedup", List.of("io.millrace.dedup.", "io.millrace.bench.program.IdSet"));
    AREAS.put("ledger", List.of("io.millrace.ledger."));
    AREAS.put("late marks and watermarks", List.of("io.millrace.progress."));
    AREAS.put("events: serialised, hashed", List.of("io.millrace.event."));
    AREAS.put("Kafka client", List.of("org.apache.kafka."));
    AREAS.put("file sink", List.of("org.apache.flink.streaming.api.functions.sink.filesystem."));
    AREAS.put("Kafka source", List.of("org.apache.flink.connector.", "io.millrace.connectors."));
    AREAS.put("Flink: network, mailbox, chain", List.of("org.apache.flink."));
    AREAS.put("the program's own loop", List.of("io.millrace."));
  }

  private ProfileReport() {}

  /** Shares of the whole, largest first. */
  static Map<String, Double> shares(Path profile) throws IOException {
    double all = 0;
    double compiler = 0;
    Map<String, Double> shares = new HashMap<>();
    for (String line : Files.readAllLines(Path.of(profile + ".threads"))) {
      String[] parts = line.split("\t", 2);
      double cpu = Double.parseDouble(parts[0]);
      if (parts[1].equals(ThreadTimes.PROCESS)) {
        all = cpu;
      } else if (parts[1].matches("GC Thread|G1 .*|VM Thread")) {
        shares.merge(COLLECTOR, cpu, Double::sum);
      } else if (ThreadTimes.compiles(parts[1])) {
        compiler += cpu;
      }
    }
    double whole = all - compiler;
    double java = whole - shares.values().stream().mapToDouble(Double::doubleValue).sum();
    Map<String, Long> samples = samples(profile);
    long allSamples = samples.values().stream().mapToLong(Long::longValue).sum();
    samples.forEach((area, count) -> shares.put(area, java * count / allSamples));
    shares.replaceAll((area, cpu) -> cpu / whole);
    Map<String, Double> sorted = new LinkedHashMap<>();
    shares.entrySet().stream()
        .sorted(Map.Entry.<String, Double>comparingByValue(Comparator.reverseOrder()))
        .forEach(entry -> sorted.put(entry.getKey(), entry.getValue()));
    return sorted;
  }

  private static Map<String, Long> samples(Path profile) throws IOException {
    Map<String, Long> samples = new HashMap<>();
    try (RecordingFile recording = new RecordingFile(profile)) {
      while (recording.hasMoreEvents()) {
        RecordedEvent event = recording.readEvent();
        String type = event.getEventType().getName();
        if (event.getStackTrace() != null
            && (type.equals(JAVA_SAMPLE) || (type.equals(NATIVE_SAMPLE) && works(event)))) {
          samples.merge(area(event), 1L, Long::sum);
        }
      }
    }
    return samples;
  }

  /** Whether a thread that is in native code does something there, and does not wait. */
  private static boolean works(RecordedEvent event) {
    RecordedFrame top = event.getStackTrace().getFrames().get(0);
    String type = top.getMethod().getType().getName();
    return type.startsWith("com.github.luben.zstd.")
        || type.startsWith("org.rocksdb.")
        || type.startsWith("sun.nio.ch.FileDispatcherImpl");
  }

  private static String area(RecordedEvent event) {
    for (RecordedFrame frame : event.getStackTrace().getFrames()) {
      String type = frame.getMethod().getType().getName();
      for (Map.Entry<String, List<String>> area : AREAS.entrySet()) {
        if (area.getValue().stream().anyMatch(type::startsWith)) {
          return area.getKey();
        }
      }
    }
    return REST;
  }
}
