package io.millrace.local.canary;

import static java.util.Map.entry;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A configuration of the lake job that cannot work, with canaries where it is wrong.
 *
 * @param source what the job reads
 * @param changes what is different from a configuration that works
 * @param told what the error must say: that it is this error, and no other
 */
record Trouble(String source, Map<String, String> changes, String told) {

  private static final String WRONG = Canaries.MARK + "-wrong";
  private static final String REFERRED = "${env:" + Canaries.WRONG_VARIABLE + "}";

  /** Found when the configuration is read; each group of these hides no other. */
  static List<Trouble> refused() {
    return List.of(
        new Trouble(
            "kafka",
            Map.ofEntries(
                entry("job.max-parallelism", REFERRED),
                entry("source.starting-offsets", REFERRED),
                entry("source.bounded", REFERRED),
                entry("source.idle-timeout", REFERRED),
                entry("source.alignment-max-drift", REFERRED),
                entry("source.partition-discovery", REFERRED),
                entry("source.on-gap", REFERRED),
                entry("source.max-record-size", REFERRED),
                entry("source.max-depth", REFERRED),
                entry("source.kafka.fetch.min.bytes", REFERRED),
                entry("source.kafka.isolation.level", REFERRED),
                entry("source.kafka.sasl.jaas.config", WRONG + " " + WRONG + ";"),
                entry("source.unknown", REFERRED),
                entry("lake.path", "s3://key:" + WRONG + "@lake"),
                entry("lake.writer-memory", REFERRED),
                entry("lake.compression-level", REFERRED),
                entry("jdbc.url", "jdbc:postgresql://user:" + WRONG + "@127.0.0.1/x"),
                entry("jdbc.schema", REFERRED),
                entry("jdbc.retry-for", REFERRED),
                entry("jdbc.password", SecretsManager.reference("denied")),
                entry("jdbc.pasword", WRONG),
                entry("secrets.hash-key", WRONG),
                entry("secrets.dead-letter-key", REFERRED)),
            "denied: AccessDeniedException, status 400"),
        new Trouble(
            "kinesis",
            Map.ofEntries(
                entry("source.stream-arn", REFERRED),
                entry("source.starting-position", REFERRED),
                entry("source.kinesis.aws.endpoint", "http://user:" + WRONG + "@127.0.0.1:1"),
                entry("source.kinesis.aws.credentials.provider", REFERRED),
                entry("source.kinesis.aws.http-client.max-concurrency", REFERRED),
                entry("source.kinesis.aws.http-client.read-timeout", REFERRED),
                entry("source.kinesis.source.reader.type", REFERRED),
                entry("source.kinesis.secretkey", WRONG),
                entry("job.contract", "s3://key:" + WRONG + "@lake/contract.yaml"),
                entry("jdbc.url", "jdbc:postgresql://127.0.0.1/x?user=u&password=" + WRONG)),
            "jdbc.url: must be without a password"));
  }

  /** Found when the job is submitted: it asks the database then. */
  static List<Trouble> notStarting() {
    return List.of(
        new Trouble("kafka", Map.of("jdbc.password", WRONG), "password authentication failed"),
        new Trouble(
            "kafka",
            Map.of("jdbc.url", "jdbc:postgresql://127.0.0.1:1/none"),
            "Connection to 127.0.0.1:1 refused"));
  }

  /** Found when the job runs. */
  static List<Trouble> failing() {
    return List.of(
        kafka("SASL_PLAINTEXT", Map.of("sasl.mechanism", "PLAIN"), "IllegalSaslStateException"),
        // A login of PLAIN's for another mechanism.
        kafka("SASL_PLAINTEXT", Map.of("sasl.mechanism", "OAUTHBEARER"), "TimeoutException"),
        kafka("SASL_SSL", Map.of("sasl.mechanism", "SCRAM-SHA-512"), "only for PEM"),
        kafka(
            "SSL",
            Map.of(
                "ssl.keystore.type", "PEM",
                "ssl.keystore.key", WRONG,
                "ssl.keystore.certificate.chain", WRONG,
                "ssl.key.password", WRONG),
            "PEM"),
        kafka(
            "SSL",
            Map.of("ssl.truststore.type", "PEM", "ssl.truststore.certificates", WRONG),
            "PEM"),
        kafka(
            "SSL",
            Map.of("ssl.keystore.location", "/no/such/file", "ssl.keystore.password", WRONG),
            "/no/such/file"),
        kafka(
            "SSL",
            Map.of("ssl.truststore.location", "/etc/hostname", "ssl.truststore.password", WRONG),
            "/etc/hostname"),
        new Trouble(
            "kinesis",
            Map.of("source.stream-arn", "arn:aws:kinesis:us-east-1:000000000000:stream/none"),
            "ResourceNotFoundException"));
  }

  private static Trouble kafka(String protocol, Map<String, String> client, String told) {
    Map<String, String> changes = new TreeMap<>();
    changes.put("source.kafka.security.protocol", protocol);
    changes.put("source.kafka.default.api.timeout.ms", "5000");
    changes.put("source.kafka.request.timeout.ms", "5000");
    client.forEach((key, value) -> changes.put("source.kafka." + key, value));
    return new Trouble("kafka", changes, told);
  }

  @Override
  public String toString() {
    return source + changes;
  }
}
