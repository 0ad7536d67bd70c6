package io.millrace.connectors.source;

import io.millrace.connectors.kafka.KafkaEvents;
import io.millrace.connectors.kinesis.KinesisEvents;
import io.millrace.contract.StreamContract;
import io.millrace.event.Decoded;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.jspecify.annotations.Nullable;

/** The stream of decoded records that a job's configuration names. */
public final class Sources {

  /** The source's operator uid: its positions are in savepoints under this name. */
  public static final String UID = "source";

  private Sources() {}

  /**
   * Adds the source to {@code env}, with event time and watermarks a split. Each record comes out
   * once, as an event, marked if it is late, or as a rejection; none is skipped.
   *
   * @param hashKey the key of the keyed hash for restricted fields; null if the contract has none
   */
  public static DataStream<Decoded> attach(
      StreamExecutionEnvironment env,
      SourceConfig source,
      StreamContract contract,
      byte @Nullable [] hashKey) {
    if (source instanceof SourceConfig.Kafka kafka) {
      return KafkaEvents.attach(env, kafka.config(), contract, hashKey, UID);
    }
    if (source instanceof SourceConfig.Kinesis kinesis) {
      return KinesisEvents.attach(env, kinesis.config(), contract, hashKey, UID);
    }
    throw new IllegalArgumentException("no source for " + source);
  }
}
