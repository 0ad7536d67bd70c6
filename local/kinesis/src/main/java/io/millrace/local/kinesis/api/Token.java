package io.millrace.local.kinesis.api;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * Something a client holds and gives back without looking into it: a shard iterator, the rest of a
 * list. It holds all it means, so the server may be restarted in between.
 */
final class Token {

  private static final String SEPARATOR = "|";

  private Token() {}

  static String write(String kind, Object... parts) {
    StringBuilder text = new StringBuilder(kind);
    for (Object part : parts) {
      text.append(SEPARATOR).append(part);
    }
    String token = text + SEPARATOR + checksum(text.toString());
    return Base64.getEncoder().encodeToString(token.getBytes(StandardCharsets.UTF_8));
  }

  /** The parts of a token of this kind and number of parts; empty when it is none. */
  static Optional<List<String>> read(String kind, int parts, String token) {
    String text;
    try {
      text = new String(Base64.getDecoder().decode(token), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException notBase64) {
      return Optional.empty();
    }
    int end = text.lastIndexOf(SEPARATOR);
    if (end < 0 || !text.substring(end + 1).equals(checksum(text.substring(0, end)))) {
      return Optional.empty();
    }
    List<String> all = List.of(text.substring(0, end).split("\\|", -1));
    return all.size() == parts + 1 && all.get(0).equals(kind)
        ? Optional.of(all.subList(1, all.size()))
        : Optional.empty();
  }

  private static String checksum(String text) {
    CRC32 sum = new CRC32();
    sum.update(text.getBytes(StandardCharsets.UTF_8));
    return Long.toHexString(sum.getValue());
  }
}
