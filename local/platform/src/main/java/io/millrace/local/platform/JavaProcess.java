package io.millrace.local.platform;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A JVM that lives no longer than this one.
 *
 * <p>This process holds the child's standard input open. When it is closed, by {@link #close} or
 * because this process has ended in any way, the child shuts down by itself. Safe for use by
 * several threads.
 */
public final class JavaProcess implements AutoCloseable {

  private static final Duration POLL = Duration.ofMillis(25);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(40);

  private final Launch launch;
  private final Process process;
  private final ClassArchive classes;

  /** While the process stands still: lets it go on when its standard input is closed. */
  private @Nullable Process holder;

  private JavaProcess(Launch launch, Process process, ClassArchive classes) {
    this.launch = launch;
    this.process = process;
    this.classes = classes;
  }

  /** Starts the process and returns at once. */
  static JavaProcess start(Launch launch) {
    String classPath = Home.classPath(launch.service());
    try {
      return start(launch, classPath, ClassArchive.of(launch, classPath, System.getenv()));
    } catch (IOException failure) {
      throw new PlatformException("Cannot start " + launch, failure);
    }
  }

  private static JavaProcess start(Launch launch, String classPath, ClassArchive classes)
      throws IOException {
    // Ctrl-C goes to every process of the terminal's group: only this one acts on it, and ends the
    // others in order.
    List<String> command = new ArrayList<>(List.of("sh", "-c", "trap '' INT; exec \"$0\" \"$@\""));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Dlog.file=" + launch.log());
    command.add("-Dlog4j.configurationFile=" + Home.resolve("flink-conf/local/log4j.properties"));
    command.add("-Djava.security.properties=" + Home.resolve("flink-conf/local/java.security"));
    command.addAll(classes.jvmOptions());
    // Behind what every process has: of two values of one property the last counts.
    command.addAll(launch.jvmOptions());
    command.add(launch.mainClass());
    command.addAll(launch.arguments());
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.redirectErrorStream(true).redirectOutput(Redirect.to(launch.output().toFile()));
    Map<String, String> environment = builder.environment();
    if (launch.environment().containsKey("AWS_ACCESS_KEY_ID")) {
      // A session token or profile of the caller's own would go with our key and be refused.
      environment.keySet().removeIf(name -> name.startsWith("AWS_"));
    }
    environment.putAll(launch.environment());
    // Not an argument: process listings stay readable.
    environment.put("CLASSPATH", classPath);
    Files.createDirectories(launch.output().getParent());
    JavaProcess started = new JavaProcess(launch, builder.start(), classes);
    Leftovers.record(launch.pidFile(), started.process.toHandle());
    return started;
  }

  /** Starts the process and waits until it is ready; if it is not, nothing is left of it. */
  static JavaProcess startReady(Launch launch, Readiness readiness, Duration limit) {
    JavaProcess started = start(launch);
    try {
      started.await(readiness, limit);
      return started;
    } catch (RuntimeException failure) {
      started.close();
      throw failure;
    }
  }

  /**
   * Waits until the process is ready.
   *
   * @throws PlatformException when it ends before, or is not ready in time; with the end of its
   *     output and log
   */
  void await(Readiness readiness, Duration limit) {
    long deadline = System.nanoTime() + limit.toNanos();
    @Nullable Exception last = null;
    try {
      while (true) {
        if (!process.isAlive()) {
          throw failure("ended with status " + process.exitValue() + " before it was ready", last);
        }
        try {
          if (readiness.reached(this)) {
            return;
          }
        } catch (IOException notYet) {
          last = notYet;
        }
        if (System.nanoTime() > deadline) {
          throw failure("was not ready within " + limit.toSeconds() + " s", last);
        }
        Thread.sleep(POLL.toMillis());
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new PlatformException("Interrupted while " + launch.name() + " started", interrupted);
    }
  }

  /** Throws, with the end of its output and log, when it has ended. */
  void ensureRunning() {
    if (!process.isAlive()) {
      throw failure("ended with status " + process.exitValue(), null);
    }
  }

  /** The name of its files in the state folder. */
  public String name() {
    return launch.name();
  }

  public long pid() {
    return process.pid();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** What it has printed, standard error included. */
  public Path output() {
    return launch.output();
  }

  /** Its log file, which need not exist yet. */
  public Path log() {
    return launch.log();
  }

  /** Ends it with SIGKILL and waits until it is gone. */
  public void kill() {
    process.destroyForcibly();
    awaitExit(STOP_LIMIT);
    resume();
    forget();
  }

  /**
   * Stops it with SIGSTOP: it keeps its connections and answers nothing. It goes on by {@link
   * #resume}, or when this process has ended in any way: it could not notice that itself.
   */
  public synchronized void pause() {
    if (holder != null || !process.isAlive()) {
      return;
    }
    // As above for Ctrl-C. What it prints says that the signal has been sent.
    String script = "trap '' INT; kill -STOP %1$d; echo; read -r _; kill -CONT %1$d";
    try {
      Process started =
          new ProcessBuilder("sh", "-c", script.formatted(process.pid()))
              .redirectError(Redirect.DISCARD)
              .start();
      holder = started;
      started.getInputStream().read();
    } catch (IOException failure) {
      throw new PlatformException("Cannot pause " + launch.name(), failure);
    }
  }

  /** Lets a paused process go on. */
  public synchronized void resume() {
    Process held = holder;
    if (held == null) {
      return;
    }
    holder = null;
    try {
      held.getOutputStream().close();
      held.waitFor();
    } catch (IOException failure) {
      throw new PlatformException("Cannot resume " + launch.name(), failure);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Lets it shut down, by closing its standard input, and waits; kills it when it takes too long.
   */
  @Override
  public void close() {
    requestStop();
    if (!awaitExit(STOP_LIMIT)) {
      process.destroyForcibly();
      awaitExit(STOP_LIMIT);
    } else if (process.exitValue() == 0) {
      classes.keep();
    }
    forget();
  }

  /** Begins to shut it down and returns at once. */
  void requestStop() {
    resume();
    try {
      process.getOutputStream().close();
    } catch (IOException gone) {
      process.destroy();
    }
  }

  Launch launch() {
    return launch;
  }

  private boolean awaitExit(Duration limit) {
    try {
      return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException interrupted) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private void forget() {
    try {
      Files.deleteIfExists(launch.pidFile());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private PlatformException failure(String what, @Nullable Exception cause) {
    String message =
        launch.name() + " " + what + "." + LogTail.of(launch.output()) + LogTail.of(launch.log());
    return cause == null ? new PlatformException(message) : new PlatformException(message, cause);
  }
}
