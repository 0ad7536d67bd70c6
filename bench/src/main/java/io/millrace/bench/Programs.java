package io.millrace.bench;

import io.millrace.bench.Program.Input;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** All that can be measured. */
final class Programs {

  private static final String PACKAGE = "io.millrace.bench.program.";
  private static final String ROCKSDB = "rocksdb";
  private static final String HEAP = "hashmap";

  private static final String CLICKS = "clicks";

  static final List<Program> ALL =
      List.of(
          own("limit", "LimitProgram", Map.of()),
          lake("lake", CLICKS, 5),
          lake("lake_60s", CLICKS, 60),
          lake("lake_partitions", "clicks-by-country", 5),
          own("naive", "NaiveJob", flink(ROCKSDB, 5)),
          own("naive_heap", "NaiveJob", flink(HEAP, 5)),
          own("flink_sql", "SqlJob", flink(ROCKSDB, 5)),
          own("flink_sql_heap", "SqlJob", flink(HEAP, 5)),
          rollups("rollups", CLICKS, Input.EVEN, 1),
          rollups("rollups_hot", CLICKS, Input.HOT, 1),
          rollups("rollups_sliding", "clicks-sliding", Input.EVEN, 60));

  private Programs() {}

  private static Program own(String name, String mainClass, Map<String, String> flink) {
    return new Program(
        name,
        "",
        PACKAGE + mainClass,
        CLICKS,
        flink,
        Input.EVEN,
        0,
        run -> List.of(run.bootstrapServers(), run.topic(), run.lake().toString()));
  }

  private static Program lake(String name, String contract, int checkpointSeconds) {
    return new Program(
        name,
        "lake",
        "io.millrace.lake.LakeJob",
        contract,
        flink(ROCKSDB, checkpointSeconds),
        Input.EVEN,
        0,
        run -> {
          List<String> arguments = arguments(contract, run);
          arguments.add("--lake.path=" + run.lake().toUri());
          return arguments;
        });
  }

  private static Program rollups(String name, String contract, Input input, int windows) {
    return new Program(
        name,
        "rollups",
        "io.millrace.rollups.RollupsJob",
        contract,
        flink(ROCKSDB, 5),
        input,
        windows,
        run -> arguments(contract, run));
  }

  private static List<String> arguments(String contract, Run run) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("job.contract", contract(contract).toString());
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

  /** Flink's settings for every program. */
  static Map<String, String> flink(String stateBackend, int checkpointSeconds) {
    return Map.of(
        "parallelism.default", "1",
        "execution.checkpointing.interval", checkpointSeconds + " s",
        "execution.checkpointing.incremental", "true",
        "execution.checkpointing.tolerable-failed-checkpoints", "3",
        "state.backend.type", stateBackend,
        "taskmanager.memory.managed.size", "256m",
        "taskmanager.memory.network.max", "64m",
        "restart-strategy.type", "disable");
  }
}
