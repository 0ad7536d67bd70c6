package io.millrace.local.platform;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * An S3 server in a process of its own. A bucket is a folder in {@code <folder>/s3}, an object a
 * plain file below its bucket. Path-style addresses, any region; loopback only.
 */
public final class ObjectStore extends JavaPart {

  /** The region that clients should name: they insist on one. */
  public static final String REGION = "us-east-1";

  private static final Duration START_LIMIT = Duration.ofMinutes(2);
  private static final List<String> JVM_OPTIONS =
      Stream.concat(
              Launch.SMALL_JVM.stream(), Stream.of("-Xmx256m", "-XX:MaxDirectMemorySize=128m"))
          .toList();

  private final ObjectStoreAddress address;

  private ObjectStore(ObjectStoreAddress address, JavaProcess process) {
    super(process);
    this.address = address;
  }

  /** Starts a server over a state folder, and waits until clients can connect. */
  public static ObjectStore start(Path folder, Secrets secrets) {
    return start(ObjectStoreAddress.choose(folder, secrets));
  }

  static ObjectStore start(ObjectStoreAddress address) {
    Launch launch =
        new Launch(
            "objectstore",
            "objectstore",
            "io.millrace.local.objectstore.ObjectStoreMain",
            JVM_OPTIONS,
            List.of(address.buckets().toString(), Integer.toString(address.port())),
            address.credentials(),
            address.folder());
    return new ObjectStore(
        address, JavaProcess.startReady(launch, Readiness.line("object store ready"), START_LIMIT));
  }

  public URI endpoint() {
    return address.endpoint();
  }

  /** The environment variables with which S3 clients (Flink's file system too) may talk to it. */
  public Map<String, String> credentials() {
    return address.credentials();
  }

  /** The folder of a bucket, which is made if it does not exist: a bucket is nothing else. */
  public Path bucket(String name) {
    return address.bucket(name);
  }
}
