package io.millrace.connectors.jdbc;

import io.millrace.connectors.config.Parameter;
import io.millrace.connectors.config.ParameterGroup;
import io.millrace.connectors.config.Secret;
import java.io.Serializable;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How to reach the database, and how long to bear with it.
 *
 * @param url {@code jdbc:postgresql://host/database}, without a password
 * @param user null for the driver's default
 * @param password null when the database asks for none
 * @param schema where the tables are
 * @param retryFor how long a commit is tried again while the database is away or busy; then the job
 *     fails, and its recovery goes on trying
 * @param connectTimeout for a new connection
 * @param socketTimeout for the answer to one statement; a connection that stays silent longer
 *     counts as lost. Below Flink's {@code task.cancellation.timeout} (3 min), so that a job can be
 *     cancelled meanwhile
 * @param markerRetention how long the markers of committed checkpoints are kept. A savepoint older
 *     than that, restored, may apply its pending rows a second time
 */
public record JdbcConfig(
    String url,
    @Nullable String user,
    @Nullable Secret password,
    String schema,
    Duration retryFor,
    Duration connectTimeout,
    Duration socketTimeout,
    Duration markerRetention)
    implements Serializable {

  private static final String PREFIX = "jdbc:postgresql:";
  private static final Pattern SCHEMA = Pattern.compile("[a-z_][a-z0-9_]{0,62}");

  /** Reads the group {@code jdbc}. */
  public static JdbcConfig from(ParameterGroup jdbc) {
    return new JdbcConfig(
        jdbc.text("url")
            .where(url -> url.startsWith(PREFIX), PREFIX + "//host:port/database")
            .where(
                url -> address(url).indexOf('@') < 0,
                "without a user and password before the host (keys user and password)")
            .where(
                url -> !namesParameter(url, "password", "sslpassword"),
                "without a password (key password)")
            .where(
                url -> !namesParameter(url, "currentschema"), "without currentSchema (key schema)")
            .required(),
        jdbc.text("user").optional().orElse(null),
        jdbc.secret("password").optional().orElse(null),
        jdbc.text("schema")
            .where(
                schema -> SCHEMA.matcher(schema).matches(),
                "lower-case letters, digits and underscores")
            .orElse("public"),
        positive(jdbc, "retry-for").orElse(Duration.ofMinutes(2)),
        positive(jdbc, "connect-timeout").orElse(Duration.ofSeconds(10)),
        positive(jdbc, "socket-timeout")
            .atMost(Duration.ofMinutes(2))
            .orElse(Duration.ofMinutes(1)),
        positive(jdbc, "marker-retention").atLeast(Duration.ofDays(1)).orElse(Duration.ofDays(14)));
  }

  /** With the defaults of {@link #from}. */
  public static JdbcConfig of(String url, @Nullable String user, @Nullable String password) {
    return new JdbcConfig(
        url,
        user,
        password == null ? null : new Secret(password),
        "public",
        Duration.ofMinutes(2),
        Duration.ofSeconds(10),
        Duration.ofMinutes(1),
        Duration.ofDays(14));
  }

  /** The URL without its parameters, for messages. */
  public String address() {
    return address(url);
  }

  private static String address(String url) {
    int parameters = url.indexOf('?');
    return parameters < 0 ? url : url.substring(0, parameters);
  }

  Optional<Secret> secret() {
    return Optional.ofNullable(password);
  }

  /** Never shows the password, nor the URL's parameters. */
  @Override
  public String toString() {
    return "JdbcConfig[" + address() + ", user=" + user + ", schema=" + schema + "]";
  }

  private static Parameter<Duration> positive(ParameterGroup jdbc, String key) {
    return jdbc.duration(key).atLeast(Duration.ofSeconds(1));
  }

  private static boolean namesParameter(String url, String... names) {
    String lower = url.toLowerCase(Locale.ROOT);
    for (String name : names) {
      if (lower.contains("?" + name + "=") || lower.contains("&" + name + "=")) {
        return true;
      }
    }
    return false;
  }
}
