package io.millrace.bench;

import io.millrace.bench.Program.Input;
import io.millrace.bench.Program.Output;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** All that can be measured. */
final class Programs {

  /** The contract of {@link Clicks}, below the checkout. */
  static final String CONTRACT = "bench/contracts/clicks.odcs.yaml";

  /** The database's schema of a run's tables. */
  static final String SQL_SCHEMA = "bench";

  private static final String PACKAGE = "io.millrace.bench.program.";
  private static final String ROCKSDB = "rocksdb";
  private static final String HEAP = "hashmap";

  static final List<Program> ALL =
      List.of(
          own("limit", "LimitProgram", Map.of()),
          job("lake", "lake", flink(ROCKSDB, 5), Input.EVEN, Output.FILES),
          job("lake_60s", "lake", flink(ROCKSDB, 60), Input.EVEN, Output.FILES),
          own("naive", "NaiveJob", flink(ROCKSDB, 5)),
          own("naive_heap", "NaiveJob", flink(HEAP, 5)),
          own("flink_sql", "SqlJob", flink(ROCKSDB, 5)),
          own("flink_sql_heap", "SqlJob", flink(HEAP, 5)),
          job("rollups", "rollups", flink(ROCKSDB, 5), Input.EVEN, Output.ROLLUP),
          job("rollups_hot", "rollups", flink(ROCKSDB, 5), Input.HOT, Output.ROLLUP));

  private Programs() {}

  private static Program own(String name, String mainClass, Map<String, String> flink) {
    return new Program(
        name,
        "",
        PACKAGE + mainClass,
        flink,
        Input.EVEN,
        Output.FILES,
        run -> List.of(run.bootstrapServers(), run.topic(), run.lake().toString()));
  }

  private static Program job(
      String name, String job, Map<String, String> flink, Input input, Output output) {
    String mainClass =
        "io.millrace."
            + job
            + "."
            + Character.toUpperCase(job.charAt(0))
            + job.substring(1)
            + "Job";
    return new Program(name, job, mainClass, flink, input, output, run -> arguments(job, run));
  }

  private static List<String> arguments(String job, Run run) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("job.contract", Checkout.resolve(CONTRACT).toString());
    settings.put("source.type", "kafka");
    settings.put("source.bootstrap-servers", run.bootstrapServers());
    settings.put("source.topic", run.topic());
    settings.put("source.group-id", "bench");
    settings.put("source.bounded", "true");
    settings.put("jdbc.url", run.platform().database().jdbcUrl());
    settings.put("jdbc.user", run.platform().database().user());
    settings.put("jdbc.password", "${file:" + run.platform().database().passwordFile() + "}");
    settings.put("jdbc.schema", SQL_SCHEMA);
    if (job.equals("lake")) {
      settings.put("lake.path", run.lake().toUri().toString());
    }
    List<String> arguments = new ArrayList<>();
    settings.forEach((key, value) -> arguments.add("--" + key + "=" + value));
    return arguments;
  }

  private static Map<String, String> flink(String stateBackend, int checkpointSeconds) {
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
