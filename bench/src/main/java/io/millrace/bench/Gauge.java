package io.millrace.bench;

import io.millrace.local.platform.Platform;
import io.millrace.local.platform.PlatformSettings;
import io.millrace.local.platform.PlatformSettings.Service;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A figure that is no quotient of two programs' rates over the stream.
 *
 * @param name what {@code --json} calls it
 * @param target what it should be at the least, or at the most
 * @param atMost which of the two
 */
record Gauge(String name, double target, boolean atMost) {

  private static final long FEW_IDS = 2_000_000;
  private static final long MANY_IDS = 20_000_000;

  private static final Gauge LIVE_IDS = new Gauge("live_ids_20m_2m", 0.90, false);
  private static final Gauge MEMORY = new Gauge("memory_bytes_an_id", 48, true);
  private static final Gauge CHECKPOINT = new Gauge("checkpoint_bytes_an_id", 24, true);
  private static final Gauge FILE_SIZE = new Gauge("file_size_zstd_snappy", 0.65, true);
  private static final Gauge JDBC = new Gauge("jdbc_batched_one_by_one", 20, false);
  private static final Gauge START = new Gauge("start_seconds", 40, true);

  static final List<Gauge> ALL = List.of(LIVE_IDS, MEMORY, CHECKPOINT, FILE_SIZE, JDBC, START);

  /**
   * Measures those that are wanted, once each.
   *
   * @param folder for their files; its owner deletes it
   */
  static Map<Gauge, Double> measure(List<Gauge> wanted, Path folder) throws Exception {
    Map<Gauge, Double> figures = new LinkedHashMap<>();
    if (wanted.stream().anyMatch(List.of(LIVE_IDS, MEMORY, CHECKPOINT)::contains)) {
      Map<String, Double> many = ids(MANY_IDS, folder);
      figures.put(MEMORY, of(many, "memory_bytes_an_id"));
      figures.put(CHECKPOINT, of(many, "checkpoint_bytes_an_id"));
      if (wanted.contains(LIVE_IDS)) {
        String rate = "events_a_second";
        figures.put(LIVE_IDS, of(many, rate) / of(ids(FEW_IDS, folder), rate));
      }
    }
    if (wanted.contains(FILE_SIZE)) {
      figures.put(FILE_SIZE, FileSizes.zstdToSnappy(folder));
    }
    if (wanted.contains(JDBC)) {
      figures.put(JDBC, jdbc(folder));
    }
    if (wanted.contains(START)) {
      figures.put(START, PlatformStart.secondsToFirstFile(folder));
    }
    figures.keySet().retainAll(wanted);
    return figures;
  }

  private static double jdbc(Path folder) throws Exception {
    try (Platform platform =
        Platform.start(PlatformSettings.in(folder.resolve("platform")).only(Service.DATABASE))) {
      Path own = folder.resolve("jdbc");
      Map<String, String> flink = new LinkedHashMap<>(Programs.flink("hashmap", 1));
      flink.put("execution.checkpointing.dir", own.resolve("checkpoints").toUri().toString());
      Map<String, Double> rates =
          Fork.figures(
              new Code.Own("JdbcProgram"),
              flink,
              List.of(
                  platform.database().jdbcUrl(),
                  platform.database().user(),
                  platform.database().passwordFile().toString()),
              own);
      System.err.println("rows a second: " + rates);
      return of(rates, "rows_a_second_by_sink") / of(rates, "rows_a_second_one_by_one");
    }
  }

  private static double of(Map<String, Double> figures, String name) {
    return Objects.requireNonNull(figures.get(name), name);
  }

  private static Map<String, Double> ids(long live, Path folder)
      throws IOException, InterruptedException {
    Path own = folder.resolve("ids-" + live);
    Path checkpoints = own.resolve("checkpoints");
    Map<String, String> flink = new LinkedHashMap<>(Programs.flink("rocksdb", 5));
    // Each stays, so that what is in the folder is all that was ever uploaded.
    flink.put("execution.checkpointing.num-retained", "1000");
    flink.put("execution.checkpointing.dir", checkpoints.toUri().toString());
    List<String> arguments = new ArrayList<>();
    arguments.add(Long.toString(live));
    arguments.add(checkpoints.toString());
    Map<String, Double> figures = Fork.figures(new Code.Own("DedupProgram"), flink, arguments, own);
    System.err.printf("%,d live ids: %s%n", live, figures);
    return figures;
  }
}
