package io.millrace.connectors.kafka;

import io.millrace.contract.StreamContract;
import io.millrace.decode.DecodeLimits;
import io.millrace.decode.RecordDecoder;
import io.millrace.event.Decoded;
import io.millrace.event.EventTypes;
import io.millrace.event.MissingRecords;
import io.millrace.event.Position;
import io.millrace.event.SourceRecord;
import io.millrace.event.SourceRecord.Header;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.serialization.DeserializationSchema.InitializationContext;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;

/**
 * Decodes each Kafka record under a contract, inside the source: one record in, one event or
 * rejection out.
 */
final class ContractDeserializer implements KafkaRecordDeserializationSchema<Decoded> {

  private final StreamContract contract;
  private final DecodeLimits limits;
  private final byte @Nullable [] hashKey;

  private transient RecordDecoder decoder;
  private transient Map<TopicPartition, String> splits;
  private transient @Nullable TopicPartition lastPartition;
  private transient String lastSplit;

  @SuppressWarnings("NullAway.Init") // Flink calls open before the first record.
  ContractDeserializer(StreamContract contract, DecodeLimits limits, byte @Nullable [] hashKey) {
    this.contract = contract;
    this.limits = limits;
    this.hashKey = hashKey;
  }

  @Override
  public void open(InitializationContext context) {
    decoder = new RecordDecoder(contract, limits, hashKey);
    splits = new HashMap<>();
  }

  @Override
  public void deserialize(ConsumerRecord<byte[], byte[]> record, Collector<Decoded> out) {
    if (record instanceof MissingOffsets gap) {
      out.collect(
          new MissingRecords(
              split(record),
              Position.ofOffset(gap.first()),
              gap.last() == MissingOffsets.UNKNOWN ? null : Position.ofOffset(gap.last()),
              Position.ofOffset(gap.next())));
      return;
    }
    out.collect(
        decoder.decode(
            new SourceRecord(
                split(record),
                Position.ofOffset(record.offset()),
                record.timestampType() == TimestampType.NO_TIMESTAMP_TYPE
                    ? SourceRecord.NO_TIME
                    : record.timestamp(),
                record.key(),
                record.value(),
                headers(record))));
  }

  @Override
  public TypeInformation<Decoded> getProducedType() {
    return EventTypes.DECODED;
  }

  /** The split's name, {@code topic-partition}; a fetch brings long runs of one partition. */
  private String split(ConsumerRecord<byte[], byte[]> record) {
    if (lastPartition == null
        || lastPartition.partition() != record.partition()
        || !lastPartition.topic().equals(record.topic())) {
      lastPartition = new TopicPartition(record.topic(), record.partition());
      lastSplit = splits.computeIfAbsent(lastPartition, TopicPartition::toString);
    }
    return lastSplit;
  }

  private static List<Header> headers(ConsumerRecord<byte[], byte[]> record) {
    if (!record.headers().iterator().hasNext()) {
      return List.of();
    }
    List<Header> headers = new ArrayList<>();
    record.headers().forEach(header -> headers.add(new Header(header.key(), header.value())));
    return List.copyOf(headers);
  }
}
