package io.millrace.bench;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What a measured JVM runs. */
sealed interface Code {

  /** The class whose main it is. */
  String mainClass();

  /** With which it finds {@link Child} too. */
  String classPath() throws IOException;

  /** What it needs beside every program's. */
  default List<String> jvmOptions() {
    return List.of();
  }

  /** Builds what the build leaves out. */
  default void prepare() throws IOException, InterruptedException {}

  /** A class of {@code io.millrace.bench.program}. */
  record Own(String name) implements Code {

    @Override
    public String mainClass() {
      return "io.millrace.bench.program." + name;
    }

    @Override
    public String classPath() throws IOException {
      return join(Checkout.resolve("bench/target/classes"), list("bench/target"));
    }
  }

  /**
   * A job by its jar, on Flink's own class path.
   *
   * @param job its folder below {@code jobs/}
   */
  record Job(String job, String mainClass) implements Code {

    @Override
    public String classPath() throws IOException {
      Path target = Checkout.resolve("jobs/" + job + "/target");
      try (Stream<Path> files = Files.list(target)) {
        Path jar =
            files
                .filter(
                    file -> file.getFileName().toString().matches("millrace-[a-z]+-[0-9.]+\\.jar"))
                .findFirst()
                .orElseThrow(() -> new IOException("no job jar in " + target + ": build it first"));
        return join(Checkout.resolve("bench/target/classes"), jar, list("local/flink/target"));
      }
    }
  }

  /** {@code bench/spark}, on Spark's class path. */
  record Spark() implements Code {

    @Override
    public String mainClass() {
      return "io.millrace.bench.spark.SparkJob";
    }

    @Override
    public String classPath() throws IOException {
      return join(
          Checkout.resolve("bench/target/classes"),
          Checkout.resolve("local/process/target/classes"),
          Checkout.resolve("bench/spark/target/classes"),
          list("bench/spark/target"));
    }

    /** What Spark's own start scripts give a JVM 17. */
    @Override
    public List<String> jvmOptions() {
      return Stream.concat(
              Stream.of(
                  "--add-modules=jdk.incubator.vector",
                  "-Djdk.reflect.useDirectMethodHandle=false",
                  "-Dio.netty.tryReflectionSetAccessible=true"),
              Stream.of(
                      "java.lang",
                      "java.lang.invoke",
                      "java.lang.reflect",
                      "java.io",
                      "java.net",
                      "java.nio",
                      "java.util",
                      "java.util.concurrent",
                      "java.util.concurrent.atomic",
                      "jdk.internal.ref",
                      "sun.nio.ch",
                      "sun.nio.cs",
                      "sun.security.action",
                      "sun.util.calendar")
                  .map(name -> "--add-opens=java.base/" + name + "=ALL-UNNAMED"))
          .toList();
    }

    @Override
    public void prepare() throws IOException, InterruptedException {
      String pom = Checkout.resolve("bench/spark/pom.xml").toString();
      Process maven =
          new ProcessBuilder("mvn", "-B", "-ntp", "-q", "-f", pom, "compile").inheritIO().start();
      if (maven.waitFor() != 0) {
        throw new IOException("bench/spark cannot be built");
      }
    }
  }

  private static String join(Object... parts) {
    return String.join(File.pathSeparator, Stream.of(parts).map(Object::toString).toList());
  }

  /** The class path that the build wrote down. */
  private static String list(String target) throws IOException {
    return Files.readString(Checkout.resolve(target + "/classpath.txt")).strip();
  }
}
