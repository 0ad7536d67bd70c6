package io.millrace.local.canary;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Finds secrets in bytes and texts, however they are written there. */
public final class SecretScan {

  private static final Pattern AROUND = Pattern.compile("[-\\w+/=]{0,80}");

  /** What to look for, and how a finding of it is called. */
  private final Map<String, String> needles = new LinkedHashMap<>();

  private SecretScan() {}

  /** For canaries. */
  static SecretScan forCanaries() {
    SecretScan scan = new SecretScan();
    scan.add(Canaries.MARK.getBytes(UTF_8));
    return scan;
  }

  /** For what the files of a folder hold, a secret each; of a key in base64 for its bytes, too. */
  public static SecretScan forFiles(Path folder) throws IOException {
    SecretScan scan = new SecretScan();
    for (Path file : files(folder)) {
      String secret = Files.readString(file).strip();
      scan.add(secret.getBytes(UTF_8));
      if (secret.endsWith("=")) {
        scan.add(Base64.getDecoder().decode(secret));
      }
    }
    return scan;
  }

  private void add(byte[] secret) {
    needles.put(new String(secret, ISO_8859_1), "");
    // Without its last byte it is big-endian too, but for its first.
    String wide = new String(new String(secret, ISO_8859_1).getBytes(UTF_16LE), ISO_8859_1);
    needles.put(wide.substring(0, wide.length() - 1), " in UTF-16");
    for (int offset = 0; offset < 3; offset++) {
      needles.put(base64(secret, offset), " in base64");
    }
  }

  /** What of the secret's base64 is the same whatever stands before and behind it. */
  private static String base64(byte[] bytes, int offset) {
    byte[] moved = new byte[offset + bytes.length];
    System.arraycopy(bytes, 0, moved, offset, bytes.length);
    String encoded = Base64.getEncoder().withoutPadding().encodeToString(moved);
    int first = (offset * 8 + 5) / 6;
    return encoded.substring(first, moved.length * 8 / 6);
  }

  /** The secrets that a text shows. */
  public List<String> in(String text) {
    return inBytes(new String(text.getBytes(UTF_8), ISO_8859_1));
  }

  /**
   * The secrets that files show, each with the file's name.
   *
   * @param left folders and files that are not looked into
   */
  public List<String> inFiles(Path folder, Path... left) throws IOException {
    List<String> found = new ArrayList<>();
    for (Path file : files(folder)) {
      if (Arrays.stream(left).noneMatch(file::startsWith)) {
        for (String secret : inFile(file)) {
          found.add(folder.relativize(file) + ": " + secret);
        }
      }
    }
    return found;
  }

  /** The files below a folder. */
  public static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }

  private List<String> inFile(Path file) throws IOException {
    try {
      return inBytes(Files.readString(file, ISO_8859_1));
    } catch (NoSuchFileException gone) {
      return List.of(); // Running processes clean up behind themselves.
    }
  }

  private List<String> inBytes(String bytes) {
    List<String> found = new ArrayList<>();
    needles.forEach(
        (needle, how) -> {
          int last = -1;
          for (int at = bytes.indexOf(needle); at >= 0; at = bytes.indexOf(needle, last)) {
            Matcher around = AROUND.matcher(bytes).region(at, bytes.length());
            String shown = around.lookingAt() ? around.group() : "";
            last = at + Math.max(needle.length(), shown.length());
            found.add(shown + how);
          }
        });
    return found.stream().distinct().toList();
  }
}
