package io.millrace.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.local.demo.DemoState;
import io.millrace.local.demo.FolderServices;
import io.millrace.local.platform.Platform;
import io.millrace.local.platform.PlatformSettings;
import io.millrace.local.platform.PlatformSettings.Service;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The demo from Kinesis, and audits of its stream. */
@Tag("long")
class KinesisDemoIT {

  private static final Path FOLDER = Path.of("target", "demo-kinesis-it").toAbsolutePath();
  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void everyFigureIsTheGeneratorsAndAnAuditFindsWhatIsLost() throws Exception {
    CommandRun demo =
        CommandRun.of(
            "demo",
            "--source",
            "kinesis",
            "--events",
            "6000",
            "--exit",
            "--json",
            "--dir",
            FOLDER.toString());
    assertThat(demo.exitCode()).as(demo.err()).isZero();
    JsonNode figures = JSON.readTree(demo.lastLine());
    assertThat(figures.path("source").asText()).isEqualTo("kinesis");
    assertThat(figures.path("consumed").asLong()).isEqualTo(6_000);
    for (String figure : new String[] {"written", "duplicate", "rejected", "late"}) {
      assertThat(figures.path(figure)).isEqualTo(figures.path("expected").path(figure));
    }
    assertThat(figures.path("rejected_by_reason"))
        .isEqualTo(figures.path("expected").path("rejected_by_reason"));
    assertThat(figures.path("rejected_by_reason").has("null_record")).isFalse();
    assertThat(figures.path("balanced").asBoolean()).isTrue();
    assertThat(figures.path("ids").path("exact").asBoolean()).isTrue();
    assertThat(figures.path("jobs")).hasSize(2);
    for (JsonNode job : figures.path("jobs")) {
      assertThat(job.path("consumed").asLong()).isEqualTo(6_000);
    }
    JsonNode positions =
        sql("SELECT min(_position) AS first, min(_split) AS shard FROM storefront");
    assertThat(positions.path(0).path("first").asText()).matches("[0-9]{56}:0");
    assertThat(positions.path(0).path("shard").asText()).startsWith("shardId-0000");

    assertThat(audit(0).path("pending").asLong()).isZero();
    aLostPageIsFound(figures);
    assertThat(audit(0).path("splits")).hasSize(5);
  }

  private static void aLostPageIsFound(JsonNode figures) throws IOException, SQLException {
    DemoState state = DemoState.of(FOLDER).orElseThrow();
    try (FolderServices services = FolderServices.open(FOLDER, state, Service.DATABASE);
        Connection connection = services.connect();
        Statement ledger = connection.createStatement()) {
      ledger.execute(
          "CREATE TABLE aside AS SELECT * FROM ledger WHERE job = 'lake-storefront' AND split LIKE '%2' AND consumed > 0 ORDER BY checkpoint LIMIT 1");
      ledger.execute(
          "DELETE FROM ledger USING aside WHERE ledger.job = aside.job AND ledger.checkpoint = aside.checkpoint AND ledger.split = aside.split AND ledger.writer = aside.writer");
    }
    JsonNode found = audit(1);
    assertThat(found.path("findings").toString())
        .containsPattern(
            "shardId-000000000002: positions [0-9]{56}( to [0-9]{56})? hold [0-9,]+ records that no page has");
    assertThat(found.path("consumed").asLong()).isLessThan(figures.path("consumed").asLong());
    assertThat(found.findValues("gaps").toString()).containsPattern("\"first\":\"[0-9]{56}\"");
    try (Platform platform = Platform.start(PlatformSettings.in(FOLDER).only(Service.DATABASE));
        Connection connection =
            DriverManager.getConnection(
                platform.database().jdbcUrl(),
                platform.database().user(),
                platform.database().password());
        Statement ledger = connection.createStatement()) {
      ledger.execute("INSERT INTO ledger SELECT * FROM aside");
    }
  }

  private static JsonNode audit(int exitCode) throws IOException {
    CommandRun run = CommandRun.of("audit", "--json", "--dir", FOLDER.toString());
    assertThat(run.exitCode()).as(run.out() + run.err()).isEqualTo(exitCode);
    return JSON.readTree(run.lastLine());
  }

  private static JsonNode sql(String statement) throws IOException {
    CommandRun run = CommandRun.of("sql", "--json", "--dir", FOLDER.toString(), statement);
    assertThat(run.exitCode()).as(run.err()).isZero();
    return JSON.readTree(run.lastLine());
  }
}
