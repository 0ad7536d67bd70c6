package io.millrace.local.platform;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * How to start one process.
 *
 * @param name names its files: {@code logs/<name>.log}, {@code logs/<name>.out}, {@code
 *     run/<name>.pid}
 * @param service the module under {@code local/} that has its class path
 * @param jvmOptions visible to every user of the machine, as are the arguments: no secrets
 * @param environment added to this process's own; the place for secrets
 * @param folder the state folder
 */
record Launch(
    String name,
    String service,
    String mainClass,
    List<String> jvmOptions,
    List<String> arguments,
    Map<String, String> environment,
    Path folder) {

  /** Small services live in little memory and start sooner without the optimizing compiler. */
  static final List<String> SMALL_JVM =
      List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto", "-Xss512k");

  Launch {
    jvmOptions = List.copyOf(jvmOptions);
    arguments = List.copyOf(arguments);
    environment = Map.copyOf(environment);
  }

  Path log() {
    return folder.resolve("logs").resolve(name + ".log");
  }

  Path output() {
    return folder.resolve("logs").resolve(name + ".out");
  }

  Path pidFile() {
    return folder.resolve("run").resolve(name + ".pid");
  }

  /** Where it may leave its classes: see {@link ClassArchive}. */
  Path classArchive() {
    return folder.resolve("run").resolve(name + ".jsa");
  }

  /** Without the environment, which holds secrets. */
  @Override
  public String toString() {
    return name + " (" + mainClass + " " + String.join(" ", arguments) + ")";
  }
}
