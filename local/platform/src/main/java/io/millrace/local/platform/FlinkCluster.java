package io.millrace.local.platform;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/**
 * A JobManager and TaskManagers, each in a process of its own, with the web UI; session mode,
 * loopback only. A killed TaskManager is not replaced by itself: see {@link #startTaskManager}.
 */
public final class FlinkCluster implements Part {

  private static final Duration START_LIMIT = Duration.ofMinutes(3);

  /** What Flink itself opens on Java 17. */
  static final List<String> MODULES =
      Stream.concat(
              Stream.of(
                      "java.base/sun.net.util",
                      "java.rmi/sun.rmi.registry",
                      "java.security.jgss/sun.security.krb5")
                  .map(name -> "--add-exports=" + name + "=ALL-UNNAMED"),
              Stream.of(
                      "lang",
                      "net",
                      "io",
                      "nio",
                      "lang.reflect",
                      "text",
                      "time",
                      "util",
                      "util.concurrent",
                      "util.concurrent.atomic",
                      "util.concurrent.locks")
                  .map(name -> "--add-opens=java.base/java." + name + "=ALL-UNNAMED"))
          .toList();

  /** What of {@code <folder>/flink} is of no use to the next run; checkpoints are. */
  private static final List<String> ONE_RUN = List.of("tmp", "uploads", "rocksdb-logs");

  private static final List<String> JOB_MANAGER_JVM =
      List.of(
          "-XX:TieredStopAtLevel=1",
          "-XX:+UseSerialGC",
          "-Xmx640m",
          "-XX:MaxMetaspaceSize=768m",
          "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED");

  private final Path folder;
  private final FlinkSettings settings;
  private final FlinkConfiguration configuration;
  private final FlinkRest rest;
  private volatile JavaProcess jobManager;
  private final List<JavaProcess> taskManagers = new CopyOnWriteArrayList<>();
  private int started;

  private FlinkCluster(
      Path folder,
      FlinkSettings settings,
      FlinkConfiguration configuration,
      FlinkRest rest,
      JavaProcess jobManager) {
    this.folder = folder;
    this.settings = settings;
    this.configuration = configuration;
    this.rest = rest;
    this.jobManager = jobManager;
  }

  /**
   * Starts a cluster whose processes keep their files in {@code <folder>/flink}, and waits until
   * the TaskManagers have registered.
   */
  public static FlinkCluster start(Path folder, FlinkSettings settings) {
    // Uploaded jars are a hundred MB each, and a killed run leaves its local state.
    ONE_RUN.forEach(name -> Scratch.delete(folder.resolve("flink").resolve(name)));
    int restPort = FreePorts.next();
    FlinkConfiguration configuration =
        FlinkConfiguration.of(
            Home.resolve("flink-conf/local/config.yaml"), ofThisRun(folder, settings, restPort));
    configuration.writeInto(folder.resolve("flink/conf"));
    JavaProcess jobManager = launchJobManager(folder, settings);
    FlinkCluster cluster =
        new FlinkCluster(
            folder,
            settings,
            configuration,
            new FlinkRest(URI.create("http://127.0.0.1:" + restPort), configuration.parallelism()),
            jobManager);
    try {
      for (int i = 0; i < settings.taskManagers(); i++) {
        cluster.launchTaskManager();
      }
      cluster.taskManagers.forEach(cluster::awaitRegistration);
      return cluster;
    } catch (RuntimeException failure) {
      cluster.close();
      throw failure;
    }
  }

  /** The web UI, which is also the REST endpoint. */
  public URI webUi() {
    return rest.endpoint();
  }

  public FlinkRest rest() {
    return rest;
  }

  public JavaProcess jobManager() {
    return jobManager;
  }

  /**
   * Starts a JobManager in the place of the one that was killed, with its configuration and at its
   * REST port, and returns at once. It goes on with the jobs only if {@code high-availability.type}
   * says where they are written down.
   */
  public JavaProcess relaunchJobManager() {
    if (jobManager.isAlive()) {
      throw new PlatformException("The JobManager still runs");
    }
    jobManager = launchJobManager(folder, settings);
    return jobManager;
  }

  /** The TaskManagers that were started and have not been ended, oldest first. */
  public List<JavaProcess> taskManagers() {
    return taskManagers.stream().filter(JavaProcess::isAlive).toList();
  }

  /** Starts one more TaskManager and waits until it has registered. */
  public JavaProcess startTaskManager() {
    JavaProcess taskManager = launchTaskManager();
    awaitRegistration(taskManager);
    return taskManager;
  }

  /** Starts one more TaskManager and returns at once. */
  public synchronized JavaProcess launchTaskManager() {
    started++;
    String name = "taskmanager-" + started;
    List<String> arguments = new ArrayList<>(List.of("-D", "taskmanager.resource-id=" + name));
    settings
        .ofTaskManager()
        .apply(name)
        .forEach((key, value) -> arguments.addAll(List.of("-D", key + "=" + value)));
    JavaProcess taskManager =
        JavaProcess.start(
            launch(
                folder,
                settings,
                name,
                "TaskManagerMain",
                configuration.taskManagerMemory(),
                arguments));
    taskManagers.add(taskManager);
    return taskManager;
  }

  @Override
  public void ensureRunning() {
    jobManager.ensureRunning();
  }

  /** Ends TaskManagers and JobManager. Running jobs end with them; their last checkpoints stay. */
  @Override
  public void close() {
    List<JavaProcess> all = new ArrayList<>(taskManagers);
    all.add(jobManager);
    all.forEach(JavaProcess::requestStop);
    all.forEach(JavaProcess::close);
  }

  private void awaitRegistration(JavaProcess taskManager) {
    taskManager.await(
        process -> {
          if (!jobManager.isAlive()) {
            // Reports how it ended; the TaskManager would wait in vain.
            jobManager.await(ended -> false, Duration.ZERO);
          }
          return rest.taskManagers().contains(process.name());
        },
        START_LIMIT);
  }

  private static JavaProcess launchJobManager(Path folder, FlinkSettings settings) {
    return JavaProcess.start(
        launch(folder, settings, "jobmanager", "JobManagerMain", JOB_MANAGER_JVM, List.of()));
  }

  private static Launch launch(
      Path folder,
      FlinkSettings settings,
      String name,
      String main,
      List<String> jvmOptions,
      List<String> arguments) {
    Map<String, String> environment = new HashMap<>(settings.environment());
    Path configuration = folder.resolve("flink/conf");
    environment.put("FLINK_CONF_DIR", configuration.toString());
    environment.put("FLINK_PLUGINS_DIR", Home.resolve("local/flink/target/plugins").toString());
    return new Launch(
        name,
        "flink",
        "io.millrace.local.flink." + main,
        Stream.of(
                List.of("-Dlog4j.configurationFile=" + Home.resolve(settings.logging())),
                jvmOptions,
                MODULES)
            .flatMap(List::stream)
            .toList(),
        Stream.concat(Stream.of("--configDir", configuration.toString()), arguments.stream())
            .toList(),
        environment,
        folder);
  }

  private static Map<String, String> ofThisRun(Path folder, FlinkSettings settings, int restPort) {
    Map<String, String> changes = new TreeMap<>();
    Path files = folder.resolve("flink");
    changes.put("jobmanager.rpc.port", Integer.toString(FreePorts.next()));
    changes.put("rest.port", Integer.toString(restPort));
    changes.put("rest.bind-port", Integer.toString(restPort));
    changes.put("taskmanager.numberOfTaskSlots", Integer.toString(settings.slots()));
    changes.put(
        "parallelism.default", Integer.toString(settings.taskManagers() * settings.slots()));
    changes.put(
        "execution.checkpointing.interval", settings.checkpointInterval().toMillis() + "ms");
    changes.put("io.tmp.dirs", files.resolve("tmp").toString());
    changes.put("state.backend.rocksdb.log.dir", files.resolve("rocksdb-logs").toString());
    changes.put("web.upload.dir", files.resolve("uploads").toString());
    changes.put("execution.checkpointing.dir", files.resolve("checkpoints").toUri().toString());
    changes.put(
        "execution.checkpointing.savepoint-dir", files.resolve("savepoints").toUri().toString());
    changes.putAll(settings.overrides());
    return changes;
  }
}
