package io.millrace.local.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;

/** A random 256-bit key in a file of its own that only its owner can read. */
final class KeyFile {

  private static final int BYTES = 32;
  private static final SecureRandom RANDOM = new SecureRandom();

  private KeyFile() {}

  /** The file of a demo's key, base64; made on its first use. */
  static Path in(Path folder, String name) throws IOException {
    Path file = folder.resolve("secrets").resolve(name);
    if (!Files.exists(file)) {
      byte[] key = new byte[BYTES];
      RANDOM.nextBytes(key);
      Files.createDirectories(file.getParent());
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.writeString(file, Base64.getEncoder().encodeToString(key));
    }
    return file;
  }
}
