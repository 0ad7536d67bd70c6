package io.millrace.local.platform;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What Linux says about listening sockets. */
final class Sockets {

  private static final String LISTENING = "0A";

  private Sockets() {}

  /**
   * The local addresses, as {@code /proc/net/tcp} and {@code tcp6} write them, on which one of
   * these processes listens.
   */
  static List<String> listening(Iterable<Long> pids) throws IOException {
    Set<String> inodes = new HashSet<>();
    for (long pid : pids) {
      inodes.addAll(socketInodes(pid));
    }
    List<String> addresses = new ArrayList<>();
    for (String table : List.of("tcp", "tcp6")) {
      Path file = Path.of("/proc/net/" + table);
      if (!Files.exists(file)) {
        continue;
      }
      for (String line : Files.readAllLines(file)) {
        String[] columns = line.strip().split("\\s+", -1);
        if (columns[3].equals(LISTENING) && inodes.contains(columns[9])) {
          addresses.add(columns[1]);
        }
      }
    }
    return addresses;
  }

  /** 127.0.0.1, ::1 or ::ffff:127.0.0.1, in the table's hexadecimal of little-endian words. */
  static boolean isLoopback(String address) {
    String host = address.substring(0, address.indexOf(':')).toUpperCase(Locale.ROOT);
    return host.equals("0100007F")
        || host.equals("00000000000000000000000001000000")
        || host.equals("0000000000000000FFFF00000100007F");
  }

  private static Set<String> socketInodes(long pid) throws IOException {
    Set<String> inodes = new HashSet<>();
    try (DirectoryStream<Path> descriptors =
        Files.newDirectoryStream(Path.of("/proc/" + pid + "/fd"))) {
      for (Path descriptor : descriptors) {
        if (Files.isSymbolicLink(descriptor)) {
          String target = Files.readSymbolicLink(descriptor).toString();
          if (target.startsWith("socket:[")) {
            inodes.add(target.substring("socket:[".length(), target.length() - 1));
          }
        }
      }
    }
    return inodes;
  }
}
