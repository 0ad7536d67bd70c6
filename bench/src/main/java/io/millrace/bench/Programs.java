package io.millrace.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** All that can be measured. */
final class Programs {

  private static final String ROCKSDB = "rocksdb";
  private static final String HEAP = "hashmap";
  private static final int MANAGED_MEGABYTES = 256;
  private static final String CLICKS = "clicks";
  private static final List<Output> FILES = List.of(new Output.Files());

  static final List<Program> ALL =
      List.of(
          own("limit", "LimitProgram", Map.of(), Input.EVEN),
          lake("lake", 1, Input.EVEN),
          lake("lake_60s", CLICKS, flink(ROCKSDB, 60)),
          lake("lake_partitions", "clicks-by-country", flink(ROCKSDB, 5)),
          own("naive", "NaiveJob", flink(ROCKSDB, 5), Input.EVEN),
          own("naive_heap", "NaiveJob", flink(HEAP, 5), Input.EVEN),
          own("flink_sql", "SqlJob", flink(ROCKSDB, 5), Input.EVEN),
          own("flink_sql_heap", "SqlJob", flink(HEAP, 5), Input.EVEN),
          spark(),
          rollups("rollups", CLICKS, Input.EVEN, 1),
          rollups("rollups_hot", CLICKS, Input.HOT, 1),
          rollups("rollups_sliding", "clicks-sliding", Input.EVEN, 60),
          limitRollups(),
          lakeOfLiveIds("lake_2m", 2_000_000),
          lakeOfLiveIds("lake_20m", 20_000_000),
          own(
              "naive_20m",
              "NaiveJob",
              flink(ROCKSDB, 5),
              new Input(2, 0, Clicks.BYTES, 20_000_000)),
          own(
              "flink_sql_20m",
              "SqlJob",
              flink(ROCKSDB, 5),
              new Input(2, 0, Clicks.BYTES, 20_000_000)));

  private Programs() {}

  private static Program own(
      String name, String mainClass, Map<String, String> flink, Input input) {
    return new Program(
        name,
        new Code.Own(mainClass),
        CLICKS,
        flink,
        input,
        FILES,
        run -> List.of(run.bootstrapServers(), run.topic(), run.lake().toString()));
  }

  private static Program limitRollups() {
    return new Program(
        "limit_rollups",
        new Code.Own("LimitProgram"),
        CLICKS,
        Map.of(),
        Input.EVEN,
        List.of(new Output.Files(), new Output.Rollup(1)),
        run -> {
          List<String> arguments = new ArrayList<>();
          arguments.addAll(List.of(run.bootstrapServers(), run.topic(), run.lake().toString()));
          arguments.addAll(run.database());
          arguments.add(run.schema());
          return arguments;
        });
  }

  private static Program spark() {
    return new Program(
        "spark",
        new Code.Spark(),
        CLICKS,
        Map.of(),
        Input.EVEN,
        FILES,
        run ->
            List.of(
                run.bootstrapServers(),
                run.topic(),
                run.lake().toString(),
                run.checkpoints().toString()));
  }

  /** The lake job, all its operators with this parallelism and as much memory each as with one. */
  static Program lake(String name, int parallelism, Input input) {
    Map<String, String> flink = new HashMap<>(flink(ROCKSDB, 5));
    flink.put("parallelism.default", Integer.toString(parallelism));
    flink.put("taskmanager.memory.managed.size", MANAGED_MEGABYTES * parallelism + "m");
    return lake(name, CLICKS, run -> contract(CLICKS), flink, input);
  }

  private static Program lake(String name, String contract, Map<String, String> flink) {
    return lake(name, contract, run -> contract(contract), flink, Input.EVEN);
  }

  /** The lake job whose horizon is as long as so many ids take: neither fewer nor more are live. */
  static Program lakeOfLiveIds(String name, long ids) {
    return lake(
        name,
        CLICKS,
        run -> contract(Duration.ofMillis(ids * Clicks.MILLIS_AN_EVENT), run.folder()),
        flink(ROCKSDB, 5),
        new Input(2, 0, Clicks.BYTES, ids));
  }

  private static Program lake(
      String name,
      String tables,
      Function<Run, Path> contract,
      Map<String, String> flink,
      Input input) {
    return new Program(
        name,
        new Code.Job("lake", "io.millrace.lake.LakeJob"),
        tables,
        flink,
        input,
        FILES,
        run -> {
          List<String> arguments = arguments(contract.apply(run), run);
          arguments.add("--lake.path=" + run.lake().toUri());
          return arguments;
        });
  }

  private static Program rollups(String name, String contract, Input input, int windows) {
    return new Program(
        name,
        new Code.Job("rollups", "io.millrace.rollups.RollupsJob"),
        contract,
        flink(ROCKSDB, 5),
        input,
        List.of(new Output.Rollup(windows)),
        run -> arguments(contract(contract), run));
  }

  private static List<String> arguments(Path contract, Run run) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("job.contract", contract.toString());
    settings.put("source.type", "kafka");
    settings.put("source.bootstrap-servers", run.bootstrapServers());
    settings.put("source.topic", run.topic());
    settings.put("source.group-id", "bench");
    settings.put("source.bounded", "true");
    settings.put("jdbc.url", run.platform().database().jdbcUrl());
    settings.put("jdbc.user", run.platform().database().user());
    settings.put("jdbc.password", "${file:" + run.platform().database().passwordFile() + "}");
    settings.put("jdbc.schema", run.schema());
    List<String> arguments = new ArrayList<>();
    settings.forEach((key, value) -> arguments.add("--" + key + "=" + value));
    return arguments;
  }

  /** The file of a contract. */
  static Path contract(String name) {
    return Checkout.resolve("bench/contracts/" + name + ".odcs.yaml");
  }

  /** The stream's contract with another horizon, in a file of its own. */
  private static Path contract(Duration horizon, Path folder) {
    String text = Checkout.text("bench/contracts/" + CLICKS + ".odcs.yaml");
    String usual = "dedupHorizon, value: P1D";
    if (!text.contains(usual)) {
      throw new IllegalStateException("the contract's horizon is no longer " + usual);
    }
    try {
      return Files.writeString(
          folder.resolve(CLICKS + ".odcs.yaml"),
          text.replace(usual, "dedupHorizon, value: " + horizon));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Flink's settings for every program. */
  static Map<String, String> flink(String stateBackend, int checkpointSeconds) {
    return Map.of(
        "parallelism.default", "1",
        "execution.checkpointing.interval", checkpointSeconds + " s",
        "execution.checkpointing.incremental", "true",
        "execution.checkpointing.tolerable-failed-checkpoints", "3",
        "state.backend.type", stateBackend,
        "taskmanager.memory.managed.size", MANAGED_MEGABYTES + "m",
        "taskmanager.memory.network.max", "64m",
        "restart-strategy.type", "disable");
  }
}
