package io.millrace.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.bench.Checkout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Opens every job's jar, whichever jobs there are. */
class JobJarsIT {

  private static final long MOST_BYTES = 48L << 20;

  /**
   * What Flink distributions have as a connector; the rest of org.apache.flink is the cluster's.
   */
  private static final Pattern FLINK_CONNECTORS =
      Pattern.compile(
          "org/apache/flink/(connector/(base|file|kafka)"
              + "|streaming/api/functions/sink/filesystem"
              + "|streaming/(connectors|util/serialization))/.*");

  private static final List<String> NOT_OURS_TO_BRING =
      List.of(
          // The broker; clients are org/apache/kafka/clients and common.
          "kafka/server/",
          "kafka/log/",
          "org/apache/kafka/controller/",
          "org/apache/kafka/image/",
          "org/apache/kafka/metadata/",
          "org/apache/kafka/raft/",
          "org/apache/kafka/storage/",
          "scala/",
          "org/apache/hadoop/",
          "org/rocksdb/",
          "akka/",
          "org/apache/pekko/",
          // Logging is the cluster's: API and backend.
          "org/slf4j/",
          "ch/qos/logback/",
          "org/apache/logging/",
          "org/apache/log4j/",
          "org/apache/commons/logging/",
          // Tests and the one-machine platform.
          "org/junit/",
          "org/assertj/",
          "io/millrace/local/",
          "io/millrace/testkit/",
          "org/duckdb/",
          "javax/annotation/",
          "win/",
          "freebsd/",
          "aix/");

  static List<Path> jars() {
    return Checkout.jobJars();
  }

  @Test
  void everyJobHasOne() throws IOException {
    List<String> modules;
    try (var folders = Files.list(Checkout.resolve("jobs"))) {
      modules =
          folders
              .filter(folder -> Files.exists(folder.resolve("pom.xml")))
              .filter(JobJarsIT::isModule)
              .map(folder -> "millrace-" + folder.getFileName())
              .sorted()
              .toList();
    }
    assertThat(jars().stream().map(jar -> nameOf(jar).replaceAll("-[0-9.]+\\.jar$", "")))
        .isNotEmpty()
        .containsExactlyElementsOf(modules);
  }

  private static boolean isModule(Path folder) {
    return Checkout.text("jobs/pom.xml").contains("<module>" + folder.getFileName() + "</module>");
  }

  @ParameterizedTest
  @MethodSource("jars")
  void holdsNothingThatTheClusterHas(Path jar) {
    assertThat(names(jar))
        .filteredOn(name -> NOT_OURS_TO_BRING.stream().anyMatch(name::startsWith))
        .isEmpty();
    assertThat(classes(jar))
        .filteredOn(name -> name.startsWith("org/apache/flink/"))
        .isNotEmpty()
        .allMatch(name -> FLINK_CONNECTORS.matcher(name).matches());
  }

  @ParameterizedTest
  @MethodSource("jars")
  void isNotSignedAndHasNoFileTwice(Path jar) {
    List<String> names = names(jar);
    assertThat(names).doesNotHaveDuplicates();
    assertThat(names).noneMatch(name -> name.matches("META-INF/[^/]+\\.(SF|DSA|RSA|EC)"));
    assertThat(names).noneMatch(name -> name.endsWith("module-info.class"));
    // A relocated and a plain copy of one library of ours would be two versions of it.
    assertThat(
            classes(jar).stream()
                .filter(name -> name.startsWith("io/millrace/"))
                .map(name -> name.substring(name.lastIndexOf('/') + 1))
                .filter(name -> !name.equals("package-info.class"))
                .filter(name -> name.endsWith("Job.class")))
        .hasSize(1);
  }

  @ParameterizedTest
  @MethodSource("jars")
  void servicesAreMergedAndTheirClassesInside(Path jar) throws IOException {
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      Set<String> classes = new HashSet<>(classes(jar));
      Map<String, List<String>> services = new TreeMap<>();
      for (String name : names(jar)) {
        if (name.startsWith("META-INF/services/")) {
          services.put(
              name.substring("META-INF/services/".length()),
              text(zip, name)
                  .lines()
                  .map(line -> line.replaceAll("#.*", "").strip())
                  .filter(line -> !line.isEmpty())
                  .toList());
        }
      }
      assertThat(services.get("java.sql.Driver")).contains("org.postgresql.Driver");
      // Flyway's core and its PostgreSQL part both have this file.
      assertThat(services.get("org.flywaydb.core.extensibility.Plugin"))
          .anyMatch(plugin -> plugin.startsWith("org.flywaydb.database.postgresql."))
          .anyMatch(plugin -> plugin.startsWith("org.flywaydb.core."));
      services.forEach(
          (service, providers) ->
              assertThat(providers)
                  .as(service)
                  .doesNotHaveDuplicates()
                  .allMatch(provider -> classes.contains(provider.replace('.', '/') + ".class")));
    }
  }

  @ParameterizedTest
  @MethodSource("jars")
  void licencesAndNoticesAreThere(Path jar) throws IOException {
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      assertThat(text(zip, "META-INF/LICENSE")).isEqualTo(Checkout.text("LICENSE"));
      assertThat(text(zip, "META-INF/LICENSE-third-party"))
          .contains("PostgreSQL Global Development Group", "The Go Authors", "zstd-jni");
      assertThat(text(zip, "META-INF/NOTICE")).contains("Apache Flink", "Jackson", "DataSketches");
      // The Kafka client's are not under META-INF and so stay as they are.
      assertThat(text(zip, "NOTICE")).contains("Apache Kafka");
    }
  }

  @ParameterizedTest
  @MethodSource("jars")
  void startsWithItsManifestAndIsSmall(Path jar) throws IOException {
    try (JarFile file = new JarFile(jar.toFile())) {
      Attributes manifest = file.getManifest().getMainAttributes();
      String main = manifest.getValue(Attributes.Name.MAIN_CLASS);
      assertThat(main).startsWith("io.millrace.").endsWith("Job");
      assertThat(names(jar)).contains(main.replace('.', '/') + ".class");
      assertThat(manifest.getValue(Attributes.Name.IMPLEMENTATION_VERSION)).isNotBlank();
      assertThat(manifest.getValue(Attributes.Name.MULTI_RELEASE)).isEqualTo("true");
    }
    assertThat(Files.size(jar)).isLessThan(MOST_BYTES);
  }

  /** The pom's time stamp, not the clock. That two builds are equal is compared by .ci/run. */
  @ParameterizedTest
  @MethodSource("jars")
  void ourEntriesHaveTheBuildsTime(Path jar) throws IOException {
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      assertThat(
              Collections.list(zip.entries()).stream()
                  .filter(entry -> entry.getName().startsWith("io/millrace/"))
                  .map(ZipEntry::getTimeLocal)
                  .distinct()
                  .map(time -> time + ":00Z")
                  .toList())
          .hasSize(1)
          .allMatch(
              time ->
                  Checkout.text("pom.xml")
                      .contains("<project.build.outputTimestamp>" + time + "<"));
    }
  }

  /** Into target/, and to whoever reads the build's output. */
  @ParameterizedTest
  @MethodSource("jars")
  void contentsBySize(Path jar) throws IOException {
    Map<String, long[]> parts = new TreeMap<>();
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      for (ZipEntry entry : Collections.list(zip.entries())) {
        if (!entry.isDirectory()) {
          long[] sum = parts.computeIfAbsent(part(entry.getName()), unseen -> new long[2]);
          sum[0]++;
          sum[1] += entry.getCompressedSize();
        }
      }
    }
    StringBuilder table =
        new StringBuilder("%s, %,d bytes%n".formatted(nameOf(jar), Files.size(jar)));
    parts.entrySet().stream()
        .sorted(Comparator.comparingLong(part -> -part.getValue()[1]))
        .forEach(
            part ->
                table.append(
                    "%,12d bytes %,6d files  %s%n"
                        .formatted(part.getValue()[1], part.getValue()[0], part.getKey())));
    Path target = Checkout.resolve("deploy/target");
    Files.createDirectories(target);
    Files.writeString(target.resolve(nameOf(jar) + ".contents.txt"), table);
    System.out.println(table);
    assertThat(parts).containsKey("io/millrace");
  }

  private static String part(String name) {
    String[] folders = name.split("/", -1);
    int depth =
        switch (folders[0]) {
          case "org" -> 3;
          case "com" -> 3;
          case "io", "net" -> 2;
          default -> 1;
        };
    return String.join("/", Arrays.copyOf(folders, Math.min(depth, folders.length)));
  }

  private static List<String> classes(Path jar) {
    return names(jar).stream()
        .filter(name -> name.endsWith(".class") && !name.startsWith("META-INF/"))
        .toList();
  }

  private static List<String> names(Path jar) {
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      return Collections.list(zip.entries()).stream()
          .filter(entry -> !entry.isDirectory())
          .<String>map(ZipEntry::getName)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(ZipFile zip, String name) throws IOException {
    ZipEntry entry = zip.getEntry(name);
    assertThat(entry).as(name).isNotNull();
    return new String(zip.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8);
  }

  private static String nameOf(Path jar) {
    return jar.getFileName().toString();
  }
}
