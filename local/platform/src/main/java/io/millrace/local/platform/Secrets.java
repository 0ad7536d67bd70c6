package io.millrace.local.platform;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;

/**
 * The random credentials of one state folder: one file each, readable by their owner only.
 * Configuration refers to them as {@code ${file:…}}. Never printed.
 */
public final class Secrets {

  /** The access key id of the S3 server. */
  public static final String S3_ACCESS_KEY = "s3-access-key";

  /** The secret key of the S3 server. */
  public static final String S3_SECRET_KEY = "s3-secret-key";

  /** The password of the database's role. */
  public static final String DATABASE_PASSWORD = "database-password";

  private static final int BYTES = 20;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Path folder;

  Secrets(Path folder) {
    this.folder = folder;
  }

  /** The file of a secret; made up on its first use: 40 hexadecimal digits, no line end. */
  public Path file(String name) {
    Path file = folder.resolve(name);
    if (!Files.exists(file)) {
      create(file);
    }
    return file;
  }

  /** The value of a secret; made up on its first use. */
  public String value(String name) {
    Path file = file(name);
    try {
      return Files.readString(file);
    } catch (IOException failure) {
      throw new PlatformException("Cannot read the secret " + file, failure);
    }
  }

  private void create(Path file) {
    byte[] bytes = new byte[BYTES];
    RANDOM.nextBytes(bytes);
    try {
      Files.createDirectories(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      Path fresh =
          Files.createTempFile(
              folder,
              file.getFileName().toString(),
              ".new",
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.writeString(fresh, java.util.HexFormat.of().formatHex(bytes), StandardOpenOption.WRITE);
      try {
        // A link, not a move: whoever is first wins, and nobody reads half a secret.
        Files.createLink(file, fresh);
      } catch (FileAlreadyExistsException madeMeanwhile) {
        return;
      } finally {
        Files.delete(fresh);
      }
    } catch (IOException failure) {
      throw new PlatformException("Cannot write the secret " + file, failure);
    }
  }
}
