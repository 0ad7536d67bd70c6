package io.millrace.local.platform;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A Kafka broker in a process of its own. Its data is in {@code <folder>/kafka}. No authentication;
 * loopback only.
 */
public final class Broker extends JavaPart {

  private static final Duration START_LIMIT = Duration.ofMinutes(2);
  private static final List<String> JVM_OPTIONS =
      Stream.concat(
              Launch.SMALL_JVM.stream(), Stream.of("-Xmx384m", "-XX:MaxDirectMemorySize=128m"))
          .toList();

  private final int port;
  private final Launch launch;

  private Broker(int port, Launch launch) {
    super(startReady(launch));
    this.port = port;
    this.launch = launch;
  }

  /** Starts a broker over a state folder, and waits until clients can connect. */
  public static Broker start(Path folder) {
    int port = FreePorts.next();
    Launch launch =
        new Launch(
            "broker",
            "broker",
            "io.millrace.local.broker.BrokerMain",
            JVM_OPTIONS,
            List.of(
                folder.resolve("kafka").toString(),
                Integer.toString(port),
                Integer.toString(FreePorts.next())),
            Map.of(),
            folder);
    return new Broker(port, launch);
  }

  /** Ends it with SIGKILL. Nothing answers on its port until {@link #startAgain}. */
  public void kill() {
    process().kill();
  }

  /** Starts the killed broker again, over its data and on its port; waits until it answers. */
  public void startAgain() {
    startedAgainAs(startReady(launch));
  }

  /** What clients connect to: {@code 127.0.0.1:<port>}. */
  public String bootstrapServers() {
    return "127.0.0.1:" + port;
  }

  private static JavaProcess startReady(Launch launch) {
    return JavaProcess.startReady(launch, Readiness.line("broker ready"), START_LIMIT);
  }
}
