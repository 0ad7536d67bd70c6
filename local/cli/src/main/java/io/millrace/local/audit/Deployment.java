package io.millrace.local.audit;

import io.millrace.connectors.config.ConfigurationFault;
import io.millrace.connectors.config.ContractFile;
import io.millrace.connectors.config.InvalidConfigurationException;
import io.millrace.connectors.config.ParameterGroup;
import io.millrace.connectors.config.Parameters;
import io.millrace.connectors.config.Secret;
import io.millrace.connectors.jdbc.JdbcConfig;
import io.millrace.connectors.kafka.KafkaSourceConfig;
import io.millrace.connectors.source.SourceConfig;
import io.millrace.contract.StreamContract;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.Properties;

/** Where a lake job's source, lake and ledger are, by the job's own configuration. */
public final class Deployment {

  private final String job;
  private final String stream;
  private final String lake;
  private final SourceConfig source;
  private final boolean fromEarliest;
  private final JdbcConfig jdbc;

  private Deployment(
      Parameters parameters,
      StreamContract contract,
      JdbcConfig jdbc,
      boolean fromEarliest,
      SourceConfig source) {
    this.stream = contract.name();
    this.job = parameters.group("job").text("name").orElse("lake-" + stream);
    this.lake = parameters.group("lake").text("path").required();
    this.source = source;
    this.fromEarliest = fromEarliest;
    this.jdbc = jdbc;
  }

  /**
   * Reads a lake job's configuration file.
   *
   * @throws InvalidConfigurationException with every fault of what an audit needs
   */
  public static Deployment of(Path file) {
    Parameters parameters = Parameters.load(new String[] {"--config", file.toString()});
    StreamContract contract = ContractFile.from(parameters.group("job"));
    ParameterGroup group = parameters.group("source");
    SourceConfig source = SourceConfig.from(group);
    boolean fromEarliest =
        source instanceof SourceConfig.Kinesis
            ? group.text("starting-position").orElse("trim-horizon").equals("trim-horizon")
            : group.text("starting-offsets").orElse("earliest").equals("earliest");
    parameters.group("lake").location("path").required();
    JdbcConfig jdbc = JdbcConfig.from(parameters.group("jdbc"));
    check(parameters);
    return new Deployment(
        parameters,
        Objects.requireNonNull(contract, "check() throws without one"),
        jdbc,
        fromEarliest,
        source);
  }

  /** The job knows more keys than an audit asks for: that one is unknown here is no fault. */
  private static void check(Parameters parameters) {
    try {
      parameters.check();
    } catch (InvalidConfigurationException e) {
      List<ConfigurationFault> faults =
          e.faults().stream().filter(fault -> !fault.message().startsWith("unknown ")).toList();
      if (!faults.isEmpty()) {
        throw new InvalidConfigurationException(faults);
      }
    }
  }

  public String job() {
    return job;
  }

  public String stream() {
    return stream;
  }

  /** The lake's address. */
  public String lake() {
    return lake;
  }

  /** Whether the job was to consume all that the source held at its first start. */
  public boolean fromEarliest() {
    return fromEarliest;
  }

  /** Connects to the brokers, or to Kinesis. */
  public SourceReader source() {
    if (source instanceof SourceConfig.Kinesis kinesis) {
      return KinesisSourceReader.open(kinesis.config().streamArn(), kinesis.config().options());
    }
    KafkaSourceConfig kafka = ((SourceConfig.Kafka) source).config();
    Properties client = new Properties();
    client.putAll(kafka.clientProperties());
    client.put("bootstrap.servers", kafka.bootstrapServers());
    return KafkaSourceReader.open(kafka.topics(), client);
  }

  /** Connects to the ledger's database. */
  public Connection connect() throws SQLException {
    Properties properties = new Properties();
    if (jdbc.user() != null) {
      properties.put("user", jdbc.user());
    }
    Secret password = jdbc.password();
    if (password != null) {
      properties.put("password", password.reveal());
    }
    properties.put("currentSchema", jdbc.schema());
    return DriverManager.getConnection(jdbc.url(), properties);
  }
}
