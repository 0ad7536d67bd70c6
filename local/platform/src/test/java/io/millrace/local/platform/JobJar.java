package io.millrace.local.platform;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;

/** The jar of a job that lies among the test classes. */
final class JobJar {

  private JobJar() {}

  /** Holds the package of the main class, and nothing else. */
  static Path of(Class<?> mainClass, Path folder) throws IOException {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, mainClass.getName());
    Path classes = Home.resolve("local/platform/target/test-classes");
    Path source = classes.resolve(mainClass.getPackageName().replace('.', '/'));
    Path jar = Files.createDirectories(folder).resolve(mainClass.getSimpleName() + ".jar");
    try (Stream<Path> listed = Files.list(source);
        OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file, manifest)) {
      List<Path> files = listed.sorted().toList();
      for (Path one : files) {
        out.putNextEntry(new JarEntry(classes.relativize(one).toString()));
        Files.copy(one, out);
        out.closeEntry();
      }
    }
    return jar;
  }
}
