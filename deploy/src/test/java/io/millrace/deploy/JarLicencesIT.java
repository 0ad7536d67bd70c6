package io.millrace.deploy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever is in a job's jar is under a licence that is known, and whose text is in there too. */
class JarLicencesIT {

  /** Packages of libraries under the Apache License 2.0, by their projects' own licence files. */
  private static final List<String> APACHE_2 =
      List.of(
          "com/amazonaws/services/", // of Amazon's kinesisanalytics runtime
          "com/fasterxml/jackson/",
          "io/airlift/compress/",
          "io/millrace/",
          "io/netty/",
          "net/jpountz/", // lz4-java
          "net/openhft/hashing/",
          "org/apache/",
          "org/flywaydb/",
          "org/snakeyaml/engine/",
          "org/xerial/snappy/",
          "shaded/parquet/com/fasterxml/",
          "shaded/parquet/it/unimi/", // fastutil
          "shaded/parquet/net/openhft/",
          "shaded/parquet/org/apache/",
          "software/amazon/awssdk/",
          "software/amazon/eventstream/");

  /** Packages of the others, and how {@code META-INF/LICENSE-third-party} begins on them. */
  private static final Map<String, String> OTHERS =
      Map.of(
          "com/github/luben/zstd/", "zstd-jni (com.github.luben:zstd-jni), BSD-2-Clause",
          "com/google/re2j/", "re2j (com.google.re2j:re2j), BSD-3-Clause",
          "org/postgresql/", "PostgreSQL JDBC driver (org.postgresql:postgresql), BSD-2-Clause",
          "org/reactivestreams/",
              "Reactive Streams (org.reactivestreams:reactive-streams), MIT No Attribution");

  static List<Path> jars() throws IOException {
    Path jobs = Path.of(System.getProperty("millrace.home"), "jobs");
    try (Stream<Path> files = Files.walk(jobs, 3)) {
      return files
          .filter(file -> file.toString().matches(".*/target/millrace-[a-z]+-[0-9.]+jar"))
          .sorted()
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("jars")
  void everyLibrarysLicenceIsKnownAndThere(Path jar) throws IOException {
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      String texts = text(zip, "META-INF/LICENSE-third-party");
      assertThat(text(zip, "META-INF/LICENSE")).contains("Apache License", "Version 2.0");
      Set<String> packages =
          zip.stream()
              .map(entry -> entry.getName().replaceFirst("^META-INF/versions/[0-9]+/", ""))
              .filter(name -> name.endsWith(".class") && name.contains("/"))
              .collect(Collectors.toCollection(TreeSet::new));
      packages.removeIf(name -> APACHE_2.stream().anyMatch(name::startsWith));
      for (Map.Entry<String, String> other : OTHERS.entrySet()) {
        assertThat(packages.removeIf(name -> name.startsWith(other.getKey())))
            .as("there is a library in %s", other.getKey())
            .isTrue();
        assertThat(texts).contains("\n" + other.getValue());
      }
      assertThat(packages).as("classes of libraries whose licence is not known here").isEmpty();
    }
  }

  private static String text(ZipFile zip, String name) throws IOException {
    return new String(zip.getInputStream(zip.getEntry(name)).readAllBytes(), UTF_8);
  }
}
