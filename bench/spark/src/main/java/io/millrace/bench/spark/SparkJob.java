package io.millrace.bench.spark;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.date_format;
import static org.apache.spark.sql.functions.from_json;
import static org.apache.spark.sql.functions.lit;

import java.nio.file.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.OutputMode;
import org.apache.spark.sql.streaming.Trigger;
import org.apache.spark.sql.types.StructType;

/**
 * Spark Structured Streaming, as its guide would have it: {@code dropDuplicatesWithinWatermark} on
 * the id, the file sink with Parquet, state in RocksDB. No contract, no dead letters, no ledger; a
 * broken record becomes a row of nulls.
 *
 * <p>It takes what is in the topic in batches, one right after the other. A batch is as many
 * records as take about five seconds, so that it commits as often as the Flink programs do. A
 * trigger of five seconds would not: all is in the topic when it begins, so that the first batch
 * would be all.
 */
public final class SparkJob {

  private static final long RECORDS_A_BATCH = 200_000;

  private static final StructType EVENT =
      StructType.fromDDL(
          "event_id STRING, occurred_at TIMESTAMP, type STRING, user_id BIGINT, session_id STRING,"
              + " country STRING, price DOUBLE, url STRING, agent STRING");

  private SparkJob() {}

  /** Arguments: bootstrap servers, topic, output folder, checkpoint folder. */
  public static void main(String[] args) throws Exception {
    try (SparkSession spark = session()) {
      spark.sparkContext().setLogLevel("WARN");
      lake(spark, args[0], args[1])
          .writeStream()
          .format("parquet")
          .option("path", args[2])
          .option("compression", "zstd")
          .option("checkpointLocation", Path.of(args[3]).toUri().toString())
          .partitionBy("event_date", "event_hour")
          .outputMode(OutputMode.Append())
          .trigger(Trigger.AvailableNow())
          .start()
          .awaitTermination();
    }
  }

  private static SparkSession session() {
    return SparkSession.builder()
        .master("local[1]")
        .appName("spark")
        .config("spark.ui.enabled", "false")
        .config("spark.sql.session.timeZone", "UTC")
        // One task a stage: there is one thread.
        .config("spark.sql.shuffle.partitions", "1")
        .config("spark.sql.parquet.outputTimestampType", "TIMESTAMP_MICROS")
        .config(
            "spark.sql.streaming.stateStore.providerClass",
            "org.apache.spark.sql.execution.streaming.state.RocksDBStateStoreProvider")
        // Incremental, as the Flink programs' checkpoints are.
        .config("spark.sql.streaming.stateStore.rocksdb.changelogCheckpointing.enabled", "true")
        .getOrCreate();
  }

  private static Dataset<Row> lake(SparkSession spark, String bootstrapServers, String topic) {
    Column time = col("event.occurred_at");
    return spark
        .readStream()
        .format("kafka")
        .option("kafka.bootstrap.servers", bootstrapServers)
        .option("subscribe", topic)
        .option("startingOffsets", "earliest")
        .option("maxOffsetsPerTrigger", RECORDS_A_BATCH)
        .load()
        .select(
            from_json(col("value").cast("string"), EVENT).as("event"),
            concat(col("topic"), lit("-"), col("partition")).as("_split"),
            col("offset").as("_position"),
            col("timestamp").as("_record_time"))
        .select(
            col("event.*"),
            col("event.event_id").as("_event_id"),
            time.as("_event_time"),
            col("_split"),
            col("_position"),
            col("_record_time"),
            lit(false).as("_late"),
            lit(null).cast("string").as("_unknown"),
            date_format(time, "yyyy-MM-dd").as("event_date"),
            date_format(time, "HH").as("event_hour"))
        // The contract's horizon: how long an id is kept.
        .withWatermark("occurred_at", "1 day")
        .dropDuplicatesWithinWatermark(new String[] {"event_id"});
  }
}
