package io.millrace.local.canary;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretScanTest {

  private static final String SECRET = Canaries.MARK + "-jdbc-password";

  @TempDir Path folder;

  private final SecretScan scan = SecretScan.forCanaries();

  @Test
  void findsASecretInATextAndNamesIt() {
    assertThat(scan.in("{\"error\": \"wrong: " + SECRET + "\"}")).containsExactly(SECRET);
    assertThat(scan.in(SECRET + " " + SECRET + " " + Canaries.MARK + "-other"))
        .containsExactly(SECRET, Canaries.MARK + "-other");
    assertThat(scan.in("canary ${file:/run/secrets/canary7c1}")).isEmpty();
  }

  @Test
  void findsItInBytesHoweverItIsWritten() throws IOException {
    for (int before = 0; before < 6; before++) {
      String text = "x".repeat(before) + SECRET;
      assertThat(scan.in(Base64.getEncoder().encodeToString(text.getBytes(UTF_8))))
          .as("base64 behind %s bytes", before)
          .isNotEmpty();
      for (byte[] bytes :
          new byte[][] {text.getBytes(UTF_8), text.getBytes(UTF_16LE), text.getBytes(UTF_16BE)}) {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.write(new byte[] {0, (byte) 0xff, (byte) before});
        file.write(bytes);
        file.write(new byte[] {(byte) 0xfe, 0});
        Files.write(
            Files.createDirectories(folder.resolve("a/b")).resolve("_metadata"),
            file.toByteArray());
        assertThat(scan.inFiles(folder)).singleElement().asString().startsWith("a/b/_metadata: ");
      }
    }
    assertThat(scan.inFiles(folder, folder.resolve("a"))).isEmpty();
  }
}
