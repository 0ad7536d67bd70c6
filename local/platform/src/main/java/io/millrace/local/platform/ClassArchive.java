package io.millrace.local.platform;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.local.process.ParentWatch;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A service's classes as they are in memory, in a file beside its jar: the first process that ends
 * in order writes it, later ones map it instead of reading, checking and linking each class, which
 * is a third of what a JobManager's start costs (JEP 350, "Dynamic CDS Archives").
 *
 * <p>The file is named by all that a JVM asks of one: its own version, and place, size and time of
 * each file on the class path, as they were at the process's start. So one that would be refused is
 * not looked for, and written anew.
 */
final class ClassArchive {

  private static final Pattern SEPARATOR = Pattern.compile(Pattern.quote(File.pathSeparator));

  /** Of classes that are left out of an archive there are hundreds of warnings. */
  private static final String QUIET = "-Xlog:cds*=off";

  /** For the classes, before the hooks of a shutdown: on a busy machine a few seconds. */
  private static final int GRACE_SECONDS = 15;

  /** Where a JVM takes options from that it was not started with. */
  private static final List<String> OPTION_VARIABLES =
      List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS");

  private final Path folder;
  private final String main;
  private final Path file;
  private final boolean usable;
  private final @Nullable Path recording;

  private ClassArchive(
      Path folder, String main, Path file, boolean usable, @Nullable Path recording) {
    this.folder = folder;
    this.main = main;
    this.file = file;
    this.usable = usable;
    this.recording = recording;
  }

  /**
   * The archive of what {@code launch} starts.
   *
   * @param environment of that process
   */
  static ClassArchive of(Launch launch, String classPath, Map<String, String> environment)
      throws IOException {
    // What a process has left that nobody waited for.
    Files.deleteIfExists(launch.classArchive());
    String main = launch.mainClass().substring(launch.mainClass().lastIndexOf('.') + 1);
    Path folder = Home.target(launch.service());
    Path file = folder.resolve(main + "-" + fingerprint(classPath) + ".jsa");
    // A JVM with an agent can refuse to start when it is to write its classes.
    boolean agent =
        OPTION_VARIABLES.stream()
            .anyMatch(name -> environment.getOrDefault(name, "").contains("agent"));
    boolean usable = Files.exists(file) && !agent;
    // A checkout may be another user's.
    boolean recorded = !usable && !agent && Files.isWritable(folder);
    Path recording = recorded ? launch.classArchive() : null;
    return new ClassArchive(folder, main, file, usable, recording);
  }

  private static UUID fingerprint(String classPath) {
    StringBuilder text = new StringBuilder(Runtime.version().toString());
    for (File one : SEPARATOR.splitAsStream(classPath).map(File::new).toList()) {
      text.append('\n').append(one).append(' ').append(one.length());
      text.append(' ').append(one.lastModified());
    }
    return UUID.nameUUIDFromBytes(text.toString().getBytes(UTF_8));
  }

  List<String> jvmOptions() {
    if (usable) {
      return List.of("-XX:SharedArchiveFile=" + file, QUIET);
    } else if (recording != null) {
      return List.of(
          "-XX:ArchiveClassesAtExit=" + recording,
          QUIET,
          "-D" + ParentWatch.MORE_GRACE + "=" + GRACE_SECONDS);
    }
    return List.of();
  }

  /**
   * Keeps what the process has written, in the place of earlier ones of its kind. To be called when
   * it has ended with status 0. A failure is told on standard error: the next start is slower, and
   * nothing else.
   */
  void keep() {
    if (recording == null || !Files.exists(recording)) {
      return;
    }
    try {
      // Never half a file at its place: others may be starting.
      Path whole = file.resolveSibling(file.getFileName() + "." + ProcessHandle.current().pid());
      Files.move(recording, whole, StandardCopyOption.REPLACE_EXISTING);
      Files.move(whole, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
      for (Path earlier : earlier()) {
        Files.deleteIfExists(earlier);
      }
    } catch (IOException failure) {
      System.err.println(main + ": its classes are not kept for the next start: " + failure);
    }
  }

  /** Archives that no process of this class path will look for, and what is left of one. */
  private List<Path> earlier() throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(path -> !path.equals(file))
          .filter(path -> path.getFileName().toString().startsWith(main + "-"))
          .filter(path -> path.toString().contains(".jsa"))
          .toList();
    }
  }
}
