package io.millrace.local.platform;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Where an S3 server is going to be, and as whom to talk to it; known before it has started. */
record ObjectStoreAddress(Path folder, int port, Secrets secrets) {

  static ObjectStoreAddress choose(Path folder, Secrets secrets) {
    return new ObjectStoreAddress(folder, FreePorts.next(), secrets);
  }

  URI endpoint() {
    return URI.create("http://127.0.0.1:" + port);
  }

  Path buckets() {
    return folder.resolve("s3");
  }

  /** The folder of a bucket, which is made if it does not exist: a bucket is nothing else. */
  Path bucket(String name) {
    try {
      return Files.createDirectories(buckets().resolve(name));
    } catch (IOException failure) {
      throw new PlatformException("Cannot make the bucket " + name, failure);
    }
  }

  /**
   * The environment variables from which S3 clients, and the server itself, take the credentials.
   */
  Map<String, String> credentials() {
    return Map.of(
        "AWS_ACCESS_KEY_ID",
        secrets.value(Secrets.S3_ACCESS_KEY),
        "AWS_SECRET_ACCESS_KEY",
        secrets.value(Secrets.S3_SECRET_KEY));
  }
}
