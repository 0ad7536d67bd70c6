package io.millrace.connectors.kinesis;

import io.millrace.contract.StreamContract;
import io.millrace.decode.DecodeLimits;
import io.millrace.decode.RecordDecoder;
import io.millrace.event.Decoded;
import io.millrace.event.EventTypes;
import io.millrace.event.MissingRecords;
import io.millrace.event.Position;
import io.millrace.event.SourceRecord;
import io.millrace.kinesis.KinesisDeserializationSchema;
import io.millrace.kinesis.KinesisRecord;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.flink.api.common.serialization.DeserializationSchema.InitializationContext;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/**
 * Decodes each Kinesis record under a contract, inside the source: one record in, one event or
 * rejection out; before it the gap, if there is one. The split is the shard, the key the partition
 * key.
 */
final class KinesisContractSchema implements KinesisDeserializationSchema<Decoded> {

  private static final long serialVersionUID = 1L;

  private final StreamContract contract;
  private final DecodeLimits limits;
  private final byte @Nullable [] hashKey;

  private transient RecordDecoder decoder;

  @SuppressWarnings("NullAway.Init") // Flink calls open before the first record.
  KinesisContractSchema(StreamContract contract, DecodeLimits limits, byte @Nullable [] hashKey) {
    this.contract = contract;
    this.limits = limits;
    this.hashKey = hashKey;
  }

  @Override
  public void open(InitializationContext context) {
    decoder = new RecordDecoder(contract, limits, hashKey);
  }

  @Override
  public void deserialize(
      KinesisRecord record, String stream, String shardId, Collector<Decoded> output) {
    Position position = new Position(record.sequenceNumber(), record.subSequenceNumber());
    if (record.lostAfter() != null) {
      output.collect(
          new MissingRecords(shardId, new Position(record.lostAfter(), 0), position, position));
    }
    output.collect(
        decoder.decode(
            new SourceRecord(
                shardId,
                position,
                record.approximateArrivalTimestamp() == KinesisRecord.NO_TIME
                    ? SourceRecord.NO_TIME
                    : record.approximateArrivalTimestamp(),
                record.partitionKey().getBytes(StandardCharsets.UTF_8),
                record.data(),
                List.of())));
  }

  @Override
  public TypeInformation<Decoded> getProducedType() {
    return EventTypes.DECODED;
  }
}
