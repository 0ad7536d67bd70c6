package io.millrace.local.platform;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * An embedded Kinesis server in a process of its own. Its data is in {@code <folder>/kinesis}. Any
 * region and any credentials; loopback only.
 *
 * <p>It begins without the service's limits of rates. They, and faults, are ordered over HTTP: see
 * {@code KinesisAdmin} in {@code local/kinesis}.
 */
public final class Kinesis extends JavaPart {

  /** The region that clients should name: they insist on one. */
  public static final String REGION = "us-east-1";

  private static final Duration START_LIMIT = Duration.ofMinutes(2);

  /** With the optimizing compiler: pages of records go through it at the speed of a benchmark. */
  private static final List<String> JVM_OPTIONS =
      List.of("-XX:+UseSerialGC", "-Xshare:auto", "-Xmx384m", "-XX:MaxDirectMemorySize=256m");

  private final int port;

  private Kinesis(int port, JavaProcess process) {
    super(process);
    this.port = port;
  }

  /** Starts a server over a state folder, and waits until clients can connect. */
  public static Kinesis start(Path folder) {
    return start(folder, FreePorts.next());
  }

  /** Starts a server that has ended again, where its clients look for it. */
  public Kinesis startAgain() {
    return start(process().launch().folder(), port);
  }

  private static Kinesis start(Path folder, int port) {
    Launch launch =
        new Launch(
            "kinesis",
            "kinesis",
            "io.millrace.local.kinesis.KinesisMain",
            JVM_OPTIONS,
            List.of(folder.resolve("kinesis").toString(), Integer.toString(port), "no-limits"),
            Map.of(),
            folder);
    return new Kinesis(
        port, JavaProcess.startReady(launch, Readiness.line("kinesis ready"), START_LIMIT));
  }

  /** What clients take as their endpoint override. */
  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + port);
  }
}
