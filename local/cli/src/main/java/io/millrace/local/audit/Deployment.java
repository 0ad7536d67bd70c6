package io.millrace.local.audit;

import io.millrace.connectors.config.ConfigurationFault;
import io.millrace.connectors.config.ContractFile;
import io.millrace.connectors.config.InvalidConfigurationException;
import io.millrace.connectors.config.ParameterGroup;
import io.millrace.connectors.config.Parameters;
import io.millrace.connectors.config.Secret;
import io.millrace.connectors.jdbc.JdbcConfig;
import io.millrace.contract.StreamContract;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.function.Supplier;
import org.apache.flink.configuration.Configuration;

/** Where a lake job's source, lake and ledger are, by the job's own configuration. */
public final class Deployment {

  private final String job;
  private final String stream;
  private final String lake;
  private final Supplier<SourceReader> source;
  private final boolean fromEarliest;
  private final JdbcConfig jdbc;

  private Deployment(
      Parameters parameters,
      StreamContract contract,
      JdbcConfig jdbc,
      boolean fromEarliest,
      Supplier<SourceReader> source) {
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
    ParameterGroup source = parameters.group("source");
    String type =
        source
            .text("type")
            .where(List.of("kafka", "kinesis")::contains, "kafka or kinesis")
            .required();
    boolean fromEarliest;
    Supplier<SourceReader> reader;
    if (type.equals("kinesis")) {
      String arn = source.text("stream-arn").required();
      Configuration options = new Configuration();
      Properties given = source.properties("kinesis.");
      given.stringPropertyNames().forEach(key -> options.setString(key, given.getProperty(key)));
      fromEarliest = source.text("starting-position").orElse("trim-horizon").equals("trim-horizon");
      reader = () -> KinesisSourceReader.open(arn, options);
    } else {
      Properties client = source.properties("kafka.");
      client.put("bootstrap.servers", source.text("bootstrap-servers").required());
      List<String> topics = source.texts("topic").required();
      fromEarliest = source.text("starting-offsets").orElse("earliest").equals("earliest");
      reader = () -> KafkaSourceReader.open(topics, client);
    }
    parameters.group("lake").text("path").required();
    JdbcConfig jdbc = JdbcConfig.from(parameters.group("jdbc"));
    check(parameters);
    return new Deployment(
        parameters,
        Objects.requireNonNull(contract, "check() throws without one"),
        jdbc,
        fromEarliest,
        reader);
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
    return source.get();
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
