package io.millrace.connectors.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.flink.configuration.MemorySize;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ParametersTest {

  private static final Map<String, String> ENVIRONMENT =
      Map.of("DB_PASSWORD", "hunter2", "REGION", "eu-west-1");

  @TempDir Path folder;

  enum StartFrom {
    EARLIEST,
    COMMITTED_OFFSETS
  }

  @Test
  void readsEachTypeFromTheFile() throws IOException {
    Parameters parameters =
        load(
            config(
                """
                [{"PropertyGroupId": "source", "PropertyMap": {
                  "topic": "orders", "retries": "3", "bytes": "5000000000", "ratio": "0.5",
                  "aligned": "TRUE", "idle": "PT30S", "poll": "250 ms", "buffer": "64 mb",
                  "start-from": "committed-offsets", "uri": "s3://lake/raw", "brokers": "a:1, b:2",
                  "kafka.client.id": "x", "kafka.security.protocol": "SSL"}}]
                """));
    ParameterGroup source = parameters.group("source");
    assertThat(source.text("topic").required()).isEqualTo("orders");
    assertThat(source.integer("retries").atLeast(0).atMost(3).required()).isEqualTo(3);
    assertThat(source.longInteger("bytes").required()).isEqualTo(5_000_000_000L);
    assertThat(source.number("ratio").required()).isEqualTo(0.5);
    assertThat(source.flag("aligned").required()).isTrue();
    assertThat(source.duration("idle").required()).isEqualTo(Duration.ofSeconds(30));
    assertThat(source.duration("poll").required()).isEqualTo(Duration.ofMillis(250));
    assertThat(source.memorySize("buffer").required()).isEqualTo(MemorySize.ofMebiBytes(64));
    assertThat(source.choice("start-from", StartFrom.class).required())
        .isEqualTo(StartFrom.COMMITTED_OFFSETS);
    assertThat(source.uri("uri").required()).isEqualTo(URI.create("s3://lake/raw"));
    assertThat(source.texts("brokers").required()).containsExactly("a:1", "b:2");
    assertThat(source.text("absent").orElse("fallback")).isEqualTo("fallback");
    assertThat(source.text("absent").optional()).isEmpty();
    Properties kafka = source.properties("kafka.");
    assertThat(kafka)
        .containsExactlyInAnyOrderEntriesOf(Map.of("client.id", "x", "security.protocol", "SSL"));
    parameters.check();
  }

  @Test
  void theCommandLineWinsAndAddsGroups() throws IOException {
    Parameters parameters =
        load(
            config(
                "[{\"PropertyGroupId\":\"source\",\"PropertyMap\":{\"topic\":\"a\",\"x\":\"1\"}}]"),
            "--source.topic=b=c",
            "--source.kafka.client.id=me",
            "--job.name=mill");
    assertThat(parameters.group("source").text("topic").required()).isEqualTo("b=c");
    assertThat(parameters.group("source").text("x").required()).isEqualTo("1");
    assertThat(parameters.group("source").properties("kafka.")).containsEntry("client.id", "me");
    assertThat(parameters.group("job").text("name").required()).isEqualTo("mill");
    parameters.check();
  }

  @Test
  void withoutAFileOnlyTheCommandLineCountsOutsideManagedFlink() {
    Parameters parameters = load("--job.name=mill");
    assertThat(parameters.group("job").text("name").required()).isEqualTo("mill");
    parameters.check();
  }

  @Test
  void allErrorsAreReportedAtOnceEachWithKeyAndWhatIsAllowed() {
    Parameters parameters =
        load(
            "--source.retries=many",
            "--source.limit=0",
            "--source.start-from=latest",
            "--source.idle=30",
            "--source.buffer=64",
            "--source.uri=not/absolute",
            "--source.aligned=yes",
            "--source.ratio=NaN",
            "--source.brokers=a,,b",
            "--source.name=",
            "--source.tpoic=orders",
            "--souce.topic=orders");
    ParameterGroup source = parameters.group("source");
    source.text("topic").required();
    source.integer("retries").orElse(1);
    source.integer("limit").atLeast(1).required();
    source.choice("start-from", StartFrom.class).orElse(StartFrom.EARLIEST);
    source.duration("idle").optional();
    source.memorySize("buffer").required();
    source.uri("uri").required();
    source.flag("aligned").required();
    source.number("ratio").required();
    source.texts("brokers").required();
    source.text("name").required();
    source.properties("kafka.");

    assertThat(faults(parameters))
        .containsExactly(
            "source.topic: missing; must be text",
            "source.retries: must be a whole number, is \"many\"",
            "source.limit: must be at least 1, is \"0\"",
            "source.start-from: must be one of earliest, committed-offsets, is \"latest\"",
            "source.idle: must be a duration such as PT30S or 30 s, is \"30\"",
            "source.buffer: must be a size such as 64 mb, is \"64\"",
            "source.uri: must be an absolute URI such as s3://bucket/folder, is \"not/absolute\"",
            "source.aligned: must be true or false, is \"yes\"",
            "source.ratio: must be a number, is \"NaN\"",
            "source.brokers: must be a comma-separated list, is \"a,,b\"",
            "source.name: is empty; must be text",
            "source.tpoic: unknown key; did you mean topic?",
            "souce: unknown group; did you mean source?");
  }

  @Test
  void anUnknownNameNearNoneListsTheKnownOnes() {
    Parameters parameters = load("--source.zzzzzz=1", "--xyz.a=1");
    parameters.group("source").text("topic").optional();
    parameters.group("source").properties("kafka.");
    assertThat(faults(parameters))
        .containsExactly(
            "source.zzzzzz: unknown key; known: kafka.*, topic",
            "xyz: unknown group; known: source");
  }

  @Test
  void referencesAreResolvedAnywhereInAValue() throws IOException {
    Path file = Files.writeString(folder.resolve("key"), "from ${env:REGION} $1\n");
    Parameters parameters =
        load(
            "--jdbc.password=${env:DB_PASSWORD}",
            "--jdbc.topic=a-${env:REGION}-b-${env:REGION}",
            "--jdbc.key=${file:" + file + "}",
            "--jdbc.plain=$${env:X} costs $5",
            "--jdbc.kafka.sasl.jaas.config=x password=\"${env:DB_PASSWORD}\";");
    ParameterGroup jdbc = parameters.group("jdbc");
    Secret password = jdbc.secret("password").required();
    assertThat(password.reveal()).isEqualTo("hunter2");
    assertThat(password).hasToString("******");
    assertThat(jdbc.text("topic").required()).isEqualTo("a-eu-west-1-b-eu-west-1");
    assertThat(jdbc.text("key").required()).isEqualTo("from ${env:REGION} $1");
    assertThat(jdbc.text("plain").required()).isEqualTo("${env:X} costs $5");
    assertThat(jdbc.properties("kafka."))
        .containsEntry("sasl.jaas.config", "x password=\"hunter2\";");
    parameters.check();
  }

  @Test
  void referencesThatLeadNowhereNameKeyAndVariable() throws IOException {
    Path binary = Files.write(folder.resolve("binary"), new byte[] {(byte) 0xff, (byte) 0xfe, 0});
    Parameters parameters =
        load(
            "--jdbc.password=${env:NOT_SET}",
            "--jdbc.key=${file:/no/such/file}",
            "--jdbc.binary=${file:" + binary + "}",
            "--jdbc.folder=${file:" + folder + "}",
            "--jdbc.other=${vault:x}",
            "--jdbc.open=${env:REGION");
    ParameterGroup jdbc = parameters.group("jdbc");
    jdbc.secret("password").required();
    for (String key : List.of("key", "binary", "folder", "other", "open")) {
      jdbc.text(key).required();
    }
    assertThat(faults(parameters))
        .containsExactly(
            "jdbc.password: environment variable NOT_SET is not set",
            "jdbc.key: file /no/such/file does not exist",
            "jdbc.binary: file " + binary + " is not UTF-8 text",
            "jdbc.folder: file " + folder + " cannot be read (IOException)",
            "jdbc.other: unknown reference ${vault:x}; known: ${env:NAME}, ${file:path}, ${secret:ARN};"
                + " write $${ for a plain ${",
            "jdbc.open: ${ has no closing }");
  }

  @Test
  void noErrorShowsASecret() {
    Parameters parameters =
        load(
            "--jdbc.retries=${env:DB_PASSWORD}",
            "--jdbc.hash-key=hunter2",
            "--jdbc.password=hunter2",
            "--jdbc.unknown=hunter2");
    parameters.group("jdbc").integer("retries").required();
    parameters.group("jdbc").text("hash-key").where(key -> key.length() > 30, "long").required();
    parameters
        .group("jdbc")
        .secret("password")
        .where(secret -> secret.reveal().length() > 30, "longer than 30 characters")
        .required();
    assertThat(faults(parameters))
        .containsExactly(
            "jdbc.retries: must be a whole number, is not (value hidden)",
            "jdbc.hash-key: must be long, is not (value hidden)",
            "jdbc.password: must be longer than 30 characters, is not (value hidden)",
            "jdbc.unknown: unknown key; known: hash-key, password, retries");
  }

  @Test
  void aLocationHasNoLoginAndNoneIsShown() {
    String[] wrong = {
      "s3://key:hunter2@lake/x",
      "s3://hunter2@lake",
      "s3://key:hun/ter2@lake",
      "https://u:hunter2@h:80/"
    };
    for (String location : wrong) {
      Parameters parameters = load("--lake.path=" + location);
      parameters.group("lake").location("path").required();
      assertThat(faults(parameters))
          .containsExactly("lake.path: must be without a user and password, is not (value hidden)");
    }
    String[] right = {
      "s3://lake/a@b:c/d", "hdfs://h:8020/x", "/a/b@c", "file:///a/b", "s3://[::1]:9000/x"
    };
    for (String location : right) {
      Parameters parameters = load("--lake.path=" + location);
      assertThat(parameters.group("lake").location("path").required()).isEqualTo(location);
      parameters.check();
    }
    Parameters parameters = load("--source.uri=://u:hunter2@host");
    parameters.group("source").uri("uri").required();
    assertThat(faults(parameters)).allMatch(fault -> fault.endsWith("is not (value hidden)"));
  }

  @Test
  void aBadValueIsShownUnlessItMayBeASecret() {
    Parameters parameters =
        load("--a.size=plenty", "--a.referred=${env:DB_PASSWORD}", "--a.secret-size=hunter2");
    ParameterGroup group = parameters.group("a");
    for (String key : List.of("size", "referred", "secret-size", "absent")) {
      group.text(key).optional();
      group.badValue(key, "a size");
    }
    assertThat(faults(parameters))
        .containsExactly(
            "a.size: must be a size, is \"plenty\"",
            "a.referred: must be a size, is not (value hidden)",
            "a.secret-size: must be a size, is not (value hidden)");
  }

  @Test
  void wrongArgumentsAreNamedWithoutTheirValues() {
    assertThat(
            loadFaults(
                "--topic=hunter2", "x", "--config", "a.json", "--a.b=1", "--a.b=2", "--config"))
        .containsExactly(
            "--topic: unknown argument; known: --config FILE, --group.key=value",
            "x: unknown argument; known: --config FILE, --group.key=value",
            "--a.b: given twice",
            "--config: given twice",
            "--config: a file's name must follow",
            "--config: file a.json does not exist");
  }

  @Test
  void eachWrongShapeOfTheFileIsNamedByItsLine() throws IOException {
    String file =
        config(
            """
            [
              {"PropertyGroupId": "a", "PropertyMap": {"n": 1, "o": {"p": "q"}, "t": true, "z": null}},
              {"PropertyGroupId": "a", "PropertyMap": {}},
              {"PropertyGroupId": "b"},
              {"PropertyMap": {"x": "y"}},
              {"PropertyGroupID": "c", "PropertyMap": []},
              "text",
              {"PropertyGroupId": "d", "PropertyMap": {"k": "1", "k": "2"}}
            ]
            """);
    String name = folder.resolve("config.json").toString();
    assertThat(loadFaults("--config", file))
        .containsExactly(
            name + ":2: n must be a string, is a number (put it in quotes)",
            name + ":2: o must be a string, is an object",
            name + ":2: t must be a string, is a boolean (put it in quotes)",
            name + ":2: z must be a string, is null",
            name + ":3: group a is there twice",
            name + ":4: PropertyMap of group b is missing",
            name + ":5: PropertyGroupId is missing",
            name + ":6: unknown field PropertyGroupID; did you mean PropertyGroupId?",
            name + ":6: PropertyMap must be an object of strings, is an array",
            name + ":6: PropertyGroupId is missing",
            name
                + ":7: must be a property group: "
                + "[{\"PropertyGroupId\": \"…\", \"PropertyMap\": {\"key\": \"value\"}}]",
            name + ":8: k is there twice");
  }

  @Test
  void aGroupThatCannotBeReadHidesNoOtherFaultAndLacksNothing() throws IOException {
    String file =
        config(
            """
            [
              {"PropertyGroupId": "source"},
              {"PropertyGroupId": "job", "PropertyMap": {"name": 1}},
              {"PropertyGroupId": "lake", "PropertyMap": {"pth": "s3://lake"}}
            ]
            """);
    String name = folder.resolve("config.json").toString();
    Parameters parameters = load("--config", file);
    parameters.group("source").text("topic").required();
    parameters.group("job").text("name").required();
    parameters.group("job").text("contract").required();
    parameters.group("lake").text("path").required();
    assertThat(faults(parameters))
        .containsExactlyInAnyOrder(
            name + ":2: PropertyMap of group source is missing",
            name + ":3: name must be a string, is a number (put it in quotes)",
            "job.contract: missing; must be text",
            "lake.path: missing; must be text",
            "lake.pth: unknown key; did you mean path?");
  }

  @Test
  void malformedJsonIsNamedByItsPlaceAndNeverQuoted() throws IOException {
    String name = folder.resolve("config.json").toString();
    String shape =
        "; expected [{\"PropertyGroupId\": \"…\", \"PropertyMap\": {\"key\": \"value\"}}]";
    assertThat(loadFaults("--config", config("[{\"PropertyGroupId\": hunter2}]")))
        .containsExactly(name + ":1:30: malformed JSON" + shape);
    assertThat(loadFaults("--config", config("[{\"PropertyGroupId\": \"a\"")))
        .containsExactly(name + ":1:25: JSON ends too early" + shape);
    assertThat(loadFaults("--config", config(""))).hasSize(1);
    assertThat(loadFaults("--config", config("{}")))
        .containsExactly(
            name
                + ":1: must be an array of property groups: "
                + "[{\"PropertyGroupId\": \"…\", \"PropertyMap\": {\"key\": \"value\"}}]");
    assertThat(loadFaults("--config", config("[] x"))).hasSize(1);
    Files.write(folder.resolve("config.json"), new byte[] {'[', '"', (byte) 0xff, '"', ']'});
    assertThat(loadFaults("--config", name)).last().asString().endsWith("malformed JSON" + shape);
  }

  @Test
  void groupsOfManagedFlinkItselfAreNotUnknown() {
    Parameters parameters =
        Parameters.of(Map.of("kinesis.analytics.flink.run.options", Map.of("python", "x")));
    parameters.check();
  }

  @Test
  void theMessageListsEveryError() {
    Parameters parameters = load();
    parameters.group("job").text("name").required();
    parameters.group("source").text("topic").required();
    assertThatThrownBy(parameters::check)
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessage(
            """
            invalid configuration, 2 error(s):
              job.name: missing; must be text
              source.topic: missing; must be text""");
  }

  private String config(String json) throws IOException {
    Path file = folder.resolve("config.json");
    Files.write(file, json.getBytes(StandardCharsets.UTF_8));
    return file.toString();
  }

  private static Parameters load(String fileOrArgument, String... more) {
    String[] args = new String[more.length + (fileOrArgument.startsWith("--") ? 1 : 2)];
    System.arraycopy(more, 0, args, args.length - more.length, more.length);
    if (!fileOrArgument.startsWith("--")) {
      args[0] = "--config";
    }
    args[args.length - more.length - 1] = fileOrArgument;
    return Parameters.load(args, ENVIRONMENT::get);
  }

  private static Parameters load() {
    return Parameters.load(new String[0], ENVIRONMENT::get);
  }

  private static List<String> faults(Parameters parameters) {
    return catchThrowableOfType(InvalidConfigurationException.class, parameters::check)
        .faults()
        .stream()
        .map(ConfigurationFault::toString)
        .toList();
  }

  private static List<String> loadFaults(String... args) {
    return catchThrowableOfType(
            InvalidConfigurationException.class, () -> Parameters.load(args, ENVIRONMENT::get))
        .faults()
        .stream()
        .map(ConfigurationFault::toString)
        .toList();
  }
}
