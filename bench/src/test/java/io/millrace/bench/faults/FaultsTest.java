package io.millrace.bench.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.bench.Checkout;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class FaultsTest {

  private final StringWriter said = new StringWriter();
  private final CommandLine command =
      new CommandLine(new Faults())
          .setErr(new PrintWriter(said, true))
          .setOut(new PrintWriter(said, true));

  @Test
  void helpNamesEachFault() {
    assertThat(command.execute("--help")).isZero();
    assertThat(said.toString().replaceAll("\\s+", " "))
        .contains("kill-taskmanager", "kill-broker", "s3-503-100", "db-reply-lost", "rescale");
  }

  @Test
  void pageNamesEachFault() {
    String page = Checkout.text("docs/faults.md");
    assertThat(new Faults.Names()).allSatisfy(name -> assertThat(page).contains("`" + name + "`"));
  }

  @Test
  void unknownFaultIsRefusedWithThoseThereAre() {
    assertThat(command.execute("--fault", "kill-everything")).isEqualTo(2);
    assertThat(said.toString()).contains("no fault kill-everything", "kill-taskmanager");
  }

  @Test
  void folderThatExistsIsLeftAlone() {
    assertThat(command.execute("--folder", System.getProperty("java.io.tmpdir"))).isEqualTo(2);
    assertThat(said.toString()).contains("exists: give another --folder");
  }
}
