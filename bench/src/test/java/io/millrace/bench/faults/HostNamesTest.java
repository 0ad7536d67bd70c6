package io.millrace.bench.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostNamesTest {

  @TempDir private Path folder;

  @Test
  void processFindsNamesWhileTheyAreKnown() throws Exception {
    HostNames names = new HostNames(folder.resolve("hosts"));
    assertThat(lookUp(names)).isEqualTo("127.0.0.1");
    names.forget(List.of(HostNames.STORE));
    assertThat(lookUp(names)).isEqualTo("127.0.0.1");
    names.forget(List.of(HostNames.DATABASE));
    assertThat(lookUp(names)).isEqualTo("UnknownHostException");
    names.know();
    assertThat(lookUp(names)).isEqualTo("127.0.0.1");
  }

  private String lookUp(HostNames names) throws IOException {
    Path program = folder.resolve("LookUp.java");
    Files.writeString(
        program,
        """
        class LookUp {
          public static void main(String[] name) {
            try {
              System.out.print(java.net.InetAddress.getByName(name[0]).getHostAddress());
            } catch (java.net.UnknownHostException unknown) {
              System.out.print(unknown.getClass().getSimpleName());
            }
          }
        }
        """);
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(program.toString(), HostNames.DATABASE));
    ProcessBuilder builder = new ProcessBuilder(command);
    for (Map.Entry<String, String> variable : names.environment().entrySet()) {
      builder.environment().put(variable.getKey(), variable.getValue());
    }
    Process process = builder.start();
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }
}
