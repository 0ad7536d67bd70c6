package io.millrace.connectors.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.millrace.connectors.config.ConfigurationFault;
import io.millrace.connectors.config.InvalidConfigurationException;
import io.millrace.connectors.config.Parameters;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JdbcConfigTest {

  @Test
  void onlyTheUrlIsNeeded() {
    Parameters parameters = parameters("url", "jdbc:postgresql://db:5432/lake");
    JdbcConfig config = JdbcConfig.from(parameters.group("jdbc"));
    parameters.check();
    assertThat(config).isEqualTo(JdbcConfig.of("jdbc:postgresql://db:5432/lake", null, null));
  }

  @Test
  void everyKeyIsRead() {
    Parameters parameters =
        Parameters.of(
            Map.of(
                "jdbc",
                Map.of(
                    "url", "jdbc:postgresql://db/lake?sslmode=require",
                    "user", "mill",
                    "password", "hunter2",
                    "schema", "ledger_eu",
                    "retry-for", "10 min",
                    "connect-timeout", "PT5S",
                    "socket-timeout", "PT30S",
                    "marker-retention", "P30D")));
    JdbcConfig config = JdbcConfig.from(parameters.group("jdbc"));
    parameters.check();
    assertThat(config.secret())
        .hasValueSatisfying(s -> assertThat(s.reveal()).isEqualTo("hunter2"));
    assertThat(config.schema()).isEqualTo("ledger_eu");
    assertThat(config.retryFor()).isEqualTo(Duration.ofMinutes(10));
    assertThat(config.connectTimeout()).isEqualTo(Duration.ofSeconds(5));
    assertThat(config.socketTimeout()).isEqualTo(Duration.ofSeconds(30));
    assertThat(config.markerRetention()).isEqualTo(Duration.ofDays(30));
    assertThat(config)
        .hasToString("JdbcConfig[jdbc:postgresql://db/lake, user=mill, schema=ledger_eu]");
  }

  @Test
  void badValuesAreToldAndNoPasswordIsShown() {
    assertThat(faults("url", "jdbc:mysql://db/lake"))
        .containsExactly(
            "jdbc.url: must be jdbc:postgresql://host:port/database, is \"jdbc:mysql://db/lake\"");
    assertThat(faults("url", "jdbc:postgresql://db/lake?ssl=true&password=hunter2"))
        .containsExactly(
            "jdbc.url: must be without a password (key password), is not (value hidden)");
    assertThat(faults("url", "jdbc:postgresql://mill:hunter2@db/lake"))
        .containsExactly(
            "jdbc.url: must be without a user and password before the host (keys user and"
                + " password), is not (value hidden)");
    assertThat(faults("url", "jdbc:postgresql://mill:hun/ter2@db/lake")).hasSize(1);
    assertThat(faults("url", "jdbc:postgresql://db/lake?currentSchema=x"))
        .containsExactly(
            "jdbc.url: must be without currentSchema (key schema), is"
                + " \"jdbc:postgresql://db/lake?currentSchema=x\"");
    assertThat(faults("schema", "x; drop table y"))
        .containsExactly(
            "jdbc.url: missing; must be text",
            "jdbc.schema: must be lower-case letters, digits and underscores, is \"x; drop table"
                + " y\"");
    assertThat(faults("socket-timeout", "PT5M"))
        .contains("jdbc.socket-timeout: must be at most PT2M, is \"PT5M\"");
    assertThat(faults("marker-retention", "PT1H"))
        .contains("jdbc.marker-retention: must be at least PT24H, is \"PT1H\"");
  }

  private static Parameters parameters(String key, String value) {
    return Parameters.of(Map.of("jdbc", Map.of(key, value)));
  }

  private static List<String> faults(String key, String value) {
    Parameters parameters = parameters(key, value);
    JdbcConfig.from(parameters.group("jdbc"));
    return catchThrowableOfType(InvalidConfigurationException.class, parameters::check)
        .faults()
        .stream()
        .map(ConfigurationFault::toString)
        .toList();
  }
}
