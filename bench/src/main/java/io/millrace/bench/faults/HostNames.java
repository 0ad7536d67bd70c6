package io.millrace.bench.faults;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What Flink's processes have in the place of DNS: a file with the names of the services. A name is
 * looked up for each connection. One that is not found stays so for as long as {@code
 * flink-conf/local/java.security} says.
 */
final class HostNames {

  static final String DATABASE = "database.millrace.test";
  static final String STORE = "store.millrace.test";

  private static final List<String> ALL = List.of(DATABASE, STORE);
  private static final String LOOPBACK = "127.0.0.1 ";

  private final Path file;

  HostNames(Path file) throws IOException {
    this.file = file;
    know();
  }

  /** For the processes. */
  Map<String, String> environment() {
    return Map.of("JDK_JAVA_OPTIONS", "-Djdk.net.hosts.file=" + file + " -Dsun.net.inetaddr.ttl=0");
  }

  /** The services' names are known. */
  void know() throws IOException {
    write(ALL);
  }

  /** Nobody knows these services' names any more. */
  void forget(List<String> forgotten) throws IOException {
    write(ALL.stream().filter(name -> !forgotten.contains(name)).toList());
  }

  private void write(List<String> services) throws IOException {
    List<String> lines =
        Stream.concat(
                Stream.of("localhost", InetAddress.getLocalHost().getHostName()), services.stream())
            .map(LOOPBACK::concat)
            .toList();
    // At once: a process that looks in between finds the one or the other.
    Path next = file.resolveSibling(file.getFileName() + ".next");
    Files.write(next, lines);
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
