package io.millrace.bench.program;

import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.TableEnvironment;

/**
 * Flink SQL, as its documentation would have it: first row of each id by {@code ROW_NUMBER}, a file
 * system sink with Parquet. No contract, no dead letters, no ledger; a broken record stops it.
 */
public final class SqlJob {

  private static final String SOURCE =
      """
      CREATE TABLE source (
        event_id STRING, occurred_at TIMESTAMP_LTZ(3), type STRING, user_id BIGINT,
        session_id STRING, country STRING, price DOUBLE, url STRING, agent STRING,
        `partition` INT METADATA VIRTUAL,
        `offset` BIGINT METADATA VIRTUAL,
        `timestamp` TIMESTAMP_LTZ(3) METADATA VIRTUAL,
        arrived AS PROCTIME()
      ) WITH (
        'connector' = 'kafka', 'properties.bootstrap.servers' = '%s', 'topic' = '%s',
        'properties.group.id' = 'sql', 'scan.startup.mode' = 'earliest-offset',
        'scan.bounded.mode' = 'latest-offset', 'format' = 'json',
        'json.timestamp-format.standard' = 'ISO-8601')
      """;

  private static final String SINK =
      """
      CREATE TABLE lake (
        event_id STRING, occurred_at TIMESTAMP_LTZ(3), type STRING, user_id BIGINT,
        session_id STRING, country STRING, price DOUBLE, url STRING, agent STRING,
        `_event_id` STRING, `_event_time` TIMESTAMP_LTZ(3), `_split` STRING, `_position` BIGINT,
        `_record_time` TIMESTAMP_LTZ(3), `_late` BOOLEAN, `_unknown` STRING,
        event_date STRING, event_hour STRING
      ) PARTITIONED BY (event_date, event_hour) WITH (
        'connector' = 'filesystem', 'path' = '%s', 'format' = 'parquet',
        'parquet.compression' = 'ZSTD')
      """;

  private static final String INSERT =
      """
      INSERT INTO lake
      SELECT event_id, occurred_at, type, user_id, session_id, country, price, url, agent,
        event_id, occurred_at, '%s-' || CAST(`partition` AS STRING), `offset`, `timestamp`, FALSE,
        CAST(NULL AS STRING), DATE_FORMAT(occurred_at, 'yyyy-MM-dd'), DATE_FORMAT(occurred_at, 'HH')
      FROM (
        SELECT *, ROW_NUMBER() OVER (PARTITION BY event_id ORDER BY arrived ASC) AS copy
        FROM source
      ) WHERE copy = 1
      """;

  private SqlJob() {}

  /** Arguments: bootstrap servers, topic, output folder. */
  public static void main(String[] args) throws Exception {
    TableEnvironment tables =
        TableEnvironment.create(EnvironmentSettings.newInstance().inStreamingMode().build());
    tables.getConfig().set("table.local-time-zone", "UTC");
    tables.getConfig().set("table.exec.state.ttl", "1 d");
    tables.executeSql(SOURCE.formatted(args[0], args[1]));
    tables.executeSql(SINK.formatted("file://" + args[2]));
    tables.executeSql(INSERT.formatted(args[1])).await();
  }
}
