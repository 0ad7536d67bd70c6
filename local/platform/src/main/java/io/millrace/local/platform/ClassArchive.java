package io.millrace.local.platform;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A service's classes as they are in memory, in a file beside its jar: the first process that ends
 * in order writes it, later ones map it instead of reading, checking and linking each class, which
 * is a third of what a JobManager's start costs (JEP 350, "Dynamic CDS Archives").
 *
 * <p>Written anew when a file of the class path is newer. A JVM that cannot use one, because it is
 * of another build or the class path is not the same, says nothing and starts without.
 */
final class ClassArchive {

  private static final Pattern SEPARATOR = Pattern.compile(Pattern.quote(File.pathSeparator));

  /** Of classes that are left out of an archive there are hundreds of warnings. */
  private static final String QUIET = "-Xlog:cds*=off";

  private final Path file;
  private final boolean usable;
  private final @Nullable Path recording;

  private ClassArchive(Path file, boolean usable, @Nullable Path recording) {
    this.file = file;
    this.usable = usable;
    this.recording = recording;
  }

  /** The archive of what {@code launch} starts. */
  static ClassArchive of(Launch launch, String classPath) throws IOException {
    String main = launch.mainClass().substring(launch.mainClass().lastIndexOf('.') + 1);
    Path folder = Home.target(launch.service());
    Path file = folder.resolve(main + "-" + Runtime.version() + ".jsa");
    boolean usable = isUpToDate(file, classPath);
    // A checkout may be another user's.
    boolean recorded = !usable && Files.isWritable(folder);
    return new ClassArchive(file, usable, recorded ? launch.classArchive() : null);
  }

  private static boolean isUpToDate(Path file, String classPath) throws IOException {
    if (!Files.exists(file)) {
      return false;
    }
    FileTime written = Files.getLastModifiedTime(file);
    for (Path jar : SEPARATOR.splitAsStream(classPath).map(Path::of).toList()) {
      if (Files.getLastModifiedTime(jar).compareTo(written) >= 0) {
        return false;
      }
    }
    return true;
  }

  List<String> jvmOptions() {
    if (usable) {
      return List.of("-XX:SharedArchiveFile=" + file, QUIET);
    } else if (recording != null) {
      return List.of("-XX:ArchiveClassesAtExit=" + recording, QUIET);
    }
    return List.of();
  }

  /** Keeps what the process has written; to be called when it has ended with status 0. */
  void keep() throws IOException {
    if (recording == null || !Files.exists(recording)) {
      return;
    }
    // Never half a file at its place: others may be starting.
    Path whole = file.resolveSibling(file.getFileName() + "." + ProcessHandle.current().pid());
    Files.move(recording, whole, StandardCopyOption.REPLACE_EXISTING);
    Files.move(whole, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }
}
