package io.millrace.contract;

import static io.millrace.contract.Shape.STABLE_ID;
import static io.millrace.contract.Shape.TEXT;
import static io.millrace.contract.Shape.keys;
import static io.millrace.contract.Shape.listOf;
import static io.millrace.contract.Shape.oneOf;
import static io.millrace.contract.Shape.whole;

import io.millrace.contract.Shape.Keys;
import io.millrace.contract.YamlValue.Mapping;
import io.millrace.contract.YamlValue.Scalar;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The standard's {@code servers[]}: each type of server has keys of its own. */
final class StandardServers {

  /** One line a type: its keys, those that must be there with an exclamation mark. */
  private static final String TYPES =
      """
      api location!
      athena stagingDir! schema! catalog regionName
      azure location! format! delimiter
      bigquery project! dataset!
      clickhouse host! port! database!
      cloudsql host! port! database! schema!
      custom account catalog database dataset delimiter endpointUrl format host location path port \
      project region regionName schema serviceName stagingDir warehouse stream
      databricks host catalog! schema!
      db2 host! port! database! schema
      denodo host! port! database
      dremio host! port! schema
      duckdb database! schema
      glue account! database! location format
      hive host! port database!
      impala host! port database!
      informix host! port database!
      kafka host! format
      kinesis region format
      local path! format!
      mysql host! port! database!
      oracle host! port! serviceName!
      postgres host! port! database! schema!
      postgresql host! port! database! schema!
      presto host! catalog schema
      pubsub project!
      redshift host database! schema! region account
      s3 location! endpointUrl format delimiter
      sftp location! format delimiter
      snowflake host port account! database! schema! warehouse
      sqlserver host! port database! schema!
      synapse host! port! database!
      trino host! port! catalog! schema!
      vertica host! port! database! schema!
      zen host! port database!
      """;

  private static final Map<String, Keys> BY_TYPE = byType();

  /** A server: the keys of its type; only the type itself where that is not known. */
  static final Shape SERVER = new Shape.Chosen(StandardServers::shape);

  private StandardServers() {}

  private static Shape shape(Mapping server) {
    YamlValue type =
        server.entries().containsKey("type") ? server.entries().get("type").value() : null;
    Keys known = type instanceof Scalar scalar ? BY_TYPE.get(scalar.text()) : null;
    return known != null
        ? known
        : new Shape.AtLeast("type", oneOf(BY_TYPE.keySet().toArray(String[]::new)));
  }

  private static Map<String, Keys> byType() {
    Keys common =
        keys(
            "id", STABLE_ID,
            "server!", TEXT,
            "type!", TEXT,
            "description", TEXT,
            "environment", TEXT,
            "roles", listOf(StandardParts.ROLE),
            "customProperties", StandardParts.CUSTOM_PROPERTIES);
    Map<String, Keys> byType = new TreeMap<>();
    TYPES
        .lines()
        .forEach(
            line -> {
              String[] words = line.split(" ", -1);
              Map<String, Shape> shapes = new LinkedHashMap<>(common.shapes());
              Set<String> required = new TreeSet<>(common.required());
              for (int i = 1; i < words.length; i++) {
                String key = words[i].replace("!", "");
                shapes.put(key, key.equals("port") ? whole(0) : TEXT);
                if (words[i].endsWith("!")) {
                  required.add(key);
                }
              }
              byType.put(words[0], new Keys(shapes, required));
            });
    return byType;
  }
}
