package io.millrace.local.objectstore;

import io.millrace.local.process.ParentWatch;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;

/**
 * An S3 server on the loopback interface. Each bucket is a folder below the data folder, each
 * object a plain file below its bucket.
 *
 * <p>Arguments: the data folder, the port. The credentials that clients must sign with come from
 * the environment, {@value #ACCESS_KEY} and {@value #SECRET_KEY}. Prints {@value #READY} when
 * clients can connect.
 */
public final class ObjectStoreMain {

  /** The line on standard output that says that clients can connect. */
  public static final String READY = "object store ready";

  /** The environment variable of the access key id. */
  public static final String ACCESS_KEY = "AWS_ACCESS_KEY_ID";

  /** The environment variable of the secret key. */
  public static final String SECRET_KEY = "AWS_SECRET_ACCESS_KEY";

  private static final Duration SHUTDOWN_GRACE = Duration.ofSeconds(10);
  private static final Duration REQUEST_GRACE = Duration.ofSeconds(5);

  private ObjectStoreMain() {}

  public static void main(String[] args) throws Exception {
    if (args.length != 2) {
      throw new IllegalArgumentException("Usage: ObjectStoreMain <data folder> <port>");
    }
    ParentWatch.start(SHUTDOWN_GRACE);
    Path folder = Files.createDirectories(Path.of(args[0]).toAbsolutePath());
    S3Proxy server =
        S3Proxy.builder()
            .blobStore(new FilesystemNio2BlobStore(folder.toString()))
            .endpoint(URI.create("http://127.0.0.1:" + args[1]))
            .awsAuthentication(
                AuthenticationType.AWS_V2_OR_V4, required(ACCESS_KEY), required(SECRET_KEY))
            // A client that was stopped for long (a test, a debugger) may sign with an old clock.
            .maximumTimeSkew(24 * 60 * 60)
            .stopTimeout(REQUEST_GRACE.toMillis())
            .build();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server), "object-store-shutdown"));
    server.start();
    System.out.println(READY);
  }

  private static String required(String variable) {
    String value = System.getenv(variable);
    if (value == null || value.isEmpty()) {
      throw new IllegalArgumentException("The environment variable " + variable + " is not set");
    }
    return value;
  }

  private static void stop(S3Proxy server) {
    try {
      server.stop();
    } catch (Exception failure) {
      System.err.println("The object store did not stop cleanly: " + failure);
    }
  }
}
