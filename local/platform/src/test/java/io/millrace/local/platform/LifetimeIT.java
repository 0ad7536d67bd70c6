package io.millrace.local.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.local.platform.PlatformSettings.Service;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;

/** What stays when a platform has ended: the data, and no process. */
class LifetimeIT {

  @Test
  void keepsItsDataAndNoProcess() throws Exception {
    Path folder = StateFolders.fresh("lifetime");
    PlatformSettings settings =
        PlatformSettings.in(folder).only(Service.BROKER, Service.OBJECT_STORE, Service.DATABASE);
    Set<ProcessHandle> processes;
    try (Platform platform = Platform.start(settings)) {
      System.out.println("First start: " + platform.startTimes());
      try (Admin admin = admin(platform)) {
        admin.createTopics(List.of(new NewTopic("kept", 3, (short) 1))).all().get();
      }
      assertThat(new S3Requests(platform.objectStore()).put("lake/kept", "object").statusCode())
          .isEqualTo(200);
      Sql.execute(platform.database(), "CREATE TABLE kept AS SELECT 'row' AS a");
      processes = PlatformProcesses.of(folder);
      // Three JVMs and PostgreSQL with its workers.
      assertThat(processes).hasSizeGreaterThan(6);
    }
    assertThat(processes).noneMatch(ProcessHandle::isAlive);
    assertThat(Platform.lakeFolder(folder).resolve("kept")).hasContent("object");

    try (Platform platform = Platform.start(settings)) {
      System.out.println("Second start: " + platform.startTimes());
      try (Admin admin = admin(platform)) {
        assertThat(admin.listTopics().names().get()).contains("kept");
      }
      assertThat(new S3Requests(platform.objectStore()).fetch("lake/kept").body())
          .isEqualTo("object");
      assertThat(Sql.single(platform.database(), "SELECT a FROM kept")).isEqualTo("row");
    }
  }

  @Test
  void folderIsOfOneRunAtATime() throws Exception {
    Path folder = StateFolders.fresh("lock");
    PlatformSettings settings = PlatformSettings.in(folder).only(Service.OBJECT_STORE);
    try (Platform first = Platform.start(settings)) {
      assertThatThrownBy(() -> Platform.start(settings))
          .isInstanceOf(PlatformException.class)
          .hasMessage(
              "The folder %s is in use by process %d: stop it, or choose another folder",
              first.folder(), ProcessHandle.current().pid());
      assertThat(first.objectStore().process().isAlive()).isTrue();
    }
    Platform.start(settings).close();
  }

  @Test
  void killedRunLeavesNoProcessAndItsFolderUsable() throws Exception {
    Path folder = StateFolders.fresh("killed");
    Process run =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-D" + Home.PROPERTY + "=" + Home.resolve(""),
                "-cp",
                testClassPath(),
                PlatformHolder.class.getName(),
                folder.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    Set<ProcessHandle> processes;
    try {
      awaitLine(run, PlatformHolder.UP);
      processes = PlatformProcesses.of(folder);
    } finally {
      run.destroyForcibly().waitFor();
    }
    // Five JVMs, and PostgreSQL with its workers.
    assertThat(processes).hasSizeGreaterThan(8);
    PlatformProcesses.awaitEnd(processes);

    try (Platform next = Platform.start(PlatformSettings.in(folder).only(Service.DATABASE))) {
      assertThat(Sql.single(next.database(), "SELECT a FROM written")).isEqualTo("before the kill");
    }
  }

  @Test
  void databaseServerWithoutItsWatchIsFoundAgain() throws Exception {
    Path folder = StateFolders.fresh("orphan");
    PlatformSettings settings = PlatformSettings.in(folder).only(Service.DATABASE);
    long server;
    try (Platform platform = Platform.start(settings)) {
      Sql.execute(platform.database(), "CREATE TABLE written AS SELECT 'once' AS a");
      server = postmaster(folder);
      platform.database().process().kill();
      assertThat(ProcessHandle.of(server)).isPresent();
    }
    try (Platform platform = Platform.start(settings)) {
      assertThat(postmaster(folder)).isNotEqualTo(server);
      assertThat(ProcessHandle.of(server).filter(ProcessHandle::isAlive)).isEmpty();
      assertThat(Sql.single(platform.database(), "SELECT a FROM written")).isEqualTo("once");
    }
  }

  @Test
  void killedDatabaseIsThereAgainWithWhatWasCommitted() throws Exception {
    PlatformSettings settings =
        PlatformSettings.in(StateFolders.fresh("crash")).only(Service.DATABASE);
    try (Platform platform = Platform.start(settings)) {
      Database database = platform.database();
      String url = database.jdbcUrl();
      Sql.execute(database, "CREATE TABLE written AS SELECT 'once' AS a");

      database.kill();
      assertThatThrownBy(() -> Sql.single(database, "SELECT a FROM written"))
          .isInstanceOf(SQLException.class);
      database.startAgain();

      assertThat(database.jdbcUrl()).isEqualTo(url);
      assertThat(Sql.single(database, "SELECT a FROM written")).isEqualTo("once");
    }
  }

  @Test
  void partThatDoesNotStartSaysWhyAndTakesTheOthersWithIt() throws Exception {
    Path folder = StateFolders.fresh("broken");
    Files.createDirectories(folder.resolve("kafka"));
    Files.writeString(folder.resolve("kafka/meta.properties"), "version=1\nnode.id=77\n");

    assertThatThrownBy(
            () ->
                Platform.start(PlatformSettings.in(folder).only(Service.BROKER, Service.DATABASE)))
        .isInstanceOf(PlatformException.class)
        .hasMessageStartingWith("broker ended with status 1 before it was ready.")
        .hasMessageContaining("77")
        .hasMessageContaining(folder.resolve("logs/broker.out").toString());
    assertThat(PlatformProcesses.of(folder)).isEmpty();
  }

  private static Admin admin(Platform platform) {
    return Admin.create(Map.of("bootstrap.servers", platform.broker().bootstrapServers()));
  }

  private static long postmaster(Path folder) throws IOException {
    return Long.parseLong(Files.readAllLines(folder.resolve("postgres/postmaster.pid")).get(0));
  }

  private static void awaitLine(Process run, String start) throws IOException {
    BufferedReader output = run.inputReader(StandardCharsets.UTF_8);
    String line = output.readLine();
    while (line != null && !line.startsWith(start)) {
      line = output.readLine();
    }
    assertThat(line).as("the other run's output").isNotNull();
  }

  private static String testClassPath() {
    String ofTests = System.getProperty("surefire.test.class.path");
    return ofTests == null ? System.getProperty("java.class.path") : ofTests;
  }
}
