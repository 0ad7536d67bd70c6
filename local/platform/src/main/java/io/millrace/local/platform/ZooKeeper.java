package io.millrace.local.platform;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A ZooKeeper server in a process of its own, of the version that Flink brings; it remembers which
 * JobManager leads and which jobs there are, so that a JobManager that is started again goes on.
 * Its data is in {@code <folder>/zookeeper}. No authentication; loopback only.
 */
public final class ZooKeeper extends JavaPart {

  private static final Duration START_LIMIT = Duration.ofMinutes(2);

  private final int port;

  private ZooKeeper(int port, JavaProcess process) {
    super(process);
    this.port = port;
  }

  static ZooKeeper start(Path folder, int port) {
    Launch launch =
        new Launch(
            "zookeeper",
            "flink",
            "io.millrace.local.flink.ZooKeeperMain",
            Launch.SMALL_JVM,
            List.of(folder.resolve("zookeeper").toString(), Integer.toString(port)),
            Map.of(),
            folder);
    return new ZooKeeper(
        port, JavaProcess.startReady(launch, Readiness.line("zookeeper ready"), START_LIMIT));
  }

  /** What clients connect to: {@code 127.0.0.1:<port>}. */
  public String quorum() {
    return quorum(port);
  }

  static String quorum(int port) {
    return "127.0.0.1:" + port;
  }
}
