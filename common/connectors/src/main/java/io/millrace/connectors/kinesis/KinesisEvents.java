package io.millrace.connectors.kinesis;

import io.millrace.contract.StreamContract;
import io.millrace.event.Decoded;
import io.millrace.kinesis.KinesisStreamsSource;
import io.millrace.progress.LateMarkingSource;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.jspecify.annotations.Nullable;

/** A Kinesis stream as a stream of decoded records, with event time and watermarks per shard. */
public final class KinesisEvents {

  private KinesisEvents() {}

  /**
   * Adds the source to {@code env}. Each record comes out once, as an event, marked if it is late,
   * or as a rejection; none is skipped.
   *
   * @param hashKey the key of the keyed hash for restricted fields; null if the contract has none
   * @param uid the source's operator uid and name: its shards are in savepoints under it
   */
  public static DataStream<Decoded> attach(
      StreamExecutionEnvironment env,
      KinesisSourceConfig config,
      StreamContract contract,
      byte @Nullable [] hashKey,
      String uid) {
    KinesisStreamsSource<Decoded> source =
        KinesisStreamsSource.<Decoded>builder()
            .setStreamArn(config.streamArn())
            .setSourceConfig(config.options())
            .setDeserializationSchema(new KinesisContractSchema(contract, config.limits(), hashKey))
            .build();
    return env.fromSource(
            new LateMarkingSource<>(source, contract.maxOutOfOrderness()),
            config.eventTime().watermarks(contract, uid),
            uid)
        .uid(uid);
  }
}
