package io.millrace.local.canary;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.config.ConfigDef;

/**
 * The places of a job's configuration where a secret may stand, and a canary for each: a text that
 * is in no program, so that wherever it is found a secret has leaked, and its name says which.
 *
 * <p>A new place is a line in {@link #places}, a new way to refer to a secret a {@link Form}.
 */
final class Canaries {

  /** What each canary begins with; letters that base64 has too, so that a key can be one. */
  static final String MARK = "canary7c1f";

  /** The real password of the database: letters and digits, as it wants. */
  static final String DATABASE_PASSWORD = MARK + "DatabasePassword";

  /** The real secret key of the S3 server. */
  static final String S3_SECRET_KEY = MARK + "-s3-secret-key";

  /** A variable of the environment that holds what is wrong everywhere. */
  static final String WRONG_VARIABLE = "CANARY_WRONG";

  private static final int KEY_BYTES = 32;

  /** How a configuration says a secret. */
  enum Form {
    PLAIN,
    ENV,
    FILE,
    SECRET;

    String code() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * Where a secret may stand.
   *
   * @param text the whole value that has this canary in it
   */
  private record Place(String group, String key, UnaryOperator<String> text) {

    Place(String group, String key) {
      this(group, key, canary -> canary);
    }

    String name(Form form) {
      return (group + "-" + key + "-" + form.code()).replaceAll("[^a-z]", "-");
    }
  }

  private final List<Place> places = places();
  private final Path folder;
  private final Map<String, String> environment = new LinkedHashMap<>();
  private final Map<String, String> secrets = new LinkedHashMap<>();

  /**
   * @param folder where the files are made that {@code ${file:…}} refers to
   */
  Canaries(Path folder) throws IOException {
    this.folder = Files.createDirectories(folder);
    environment.put(WRONG_VARIABLE, MARK + "-wrong-env");
    for (Place place : places) {
      environment.put(variable(place), value(place, Form.ENV));
      secrets.put(place.name(Form.SECRET), value(place, Form.SECRET));
      Files.writeString(file(place), value(place, Form.FILE) + "\n");
    }
  }

  private static List<Place> places() {
    List<Place> places = new ArrayList<>();
    places.add(new Place("jdbc", "password", any -> DATABASE_PASSWORD));
    places.add(new Place("secrets", "hash-key", Canaries::key));
    places.add(new Place("secrets", "dead-letter-key", Canaries::key));
    places.add(new Place("source", "kafka.sasl.jaas.config", Canaries::jaas));
    places.add(new Place("source", "kafka.some.interceptor.password"));
    // All that Kafka's client itself takes for a password.
    ConsumerConfig.configDef().configKeys().values().stream()
        .filter(key -> key.type() == ConfigDef.Type.PASSWORD)
        .filter(key -> !key.name.equals("sasl.jaas.config"))
        .forEach(key -> places.add(new Place("source", "kafka." + key.name)));
    for (String key : List.of("accesskeyid", "secretkey")) {
      places.add(new Place("source", "kinesis.aws.credentials.provider.basic." + key));
    }
    return places;
  }

  /** For the processes that read configurations. */
  Map<String, String> environment() {
    return Collections.unmodifiableMap(environment);
  }

  /** What Secrets Manager has, by the secrets' names. */
  Map<String, String> secrets() {
    return Collections.unmodifiableMap(secrets);
  }

  /** Puts a canary into each place of the configuration, all in the same form. */
  JobProperties plant(JobProperties properties, Form form) {
    for (Place place : places) {
      if (!place.group().equals("source") || place.key().startsWith(properties.source() + ".")) {
        properties.set(place.group() + "." + place.key(), said(place, form));
      }
    }
    return properties;
  }

  private String said(Place place, Form form) {
    return switch (form) {
      case PLAIN -> value(place, form);
      case ENV -> "${env:" + variable(place) + "}";
      case FILE -> "${file:" + file(place) + "}";
      case SECRET -> SecretsManager.reference(place.name(form));
    };
  }

  private static String value(Place place, Form form) {
    return place.text().apply(MARK + "-" + place.name(form));
  }

  private static String variable(Place place) {
    return "CANARY_" + place.name(Form.ENV).replace('-', '_');
  }

  private Path file(Place place) {
    return folder.resolve(place.name(Form.FILE));
  }

  private static String jaas(String password) {
    return "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"u\""
        + " password=\""
        + password
        + "\";";
  }

  /** The base64 of a key whose bytes are the canary's own. */
  private static String key(String canary) {
    return Base64.getEncoder().encodeToString(Arrays.copyOf(canary.getBytes(UTF_8), KEY_BYTES));
  }
}
