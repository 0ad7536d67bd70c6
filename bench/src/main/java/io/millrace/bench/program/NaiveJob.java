package io.millrace.bench.program;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichFilterFunction;
import org.apache.flink.api.common.state.StateTtlConfig;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.connector.file.sink.FileSink;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.core.fs.Path;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.formats.parquet.ParquetWriterFactory;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.filesystem.BucketAssigner;
import org.apache.flink.streaming.api.functions.sink.filesystem.bucketassigners.SimpleVersionedStringSerializer;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * The job that one writes first: a Kafka source, {@code ValueState} with TTL for each id, a file
 * sink. No contract, no dead letters, no ledger; a broken record stops it.
 */
public final class NaiveJob {

  private NaiveJob() {}

  /** Arguments: bootstrap servers, topic, output folder. */
  public static void main(String[] args) throws Exception {
    StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
    KafkaSource<Click> source =
        KafkaSource.<Click>builder()
            .setBootstrapServers(args[0])
            .setTopics(args[1])
            .setGroupId("naive")
            .setStartingOffsets(OffsetsInitializer.earliest())
            .setBounded(OffsetsInitializer.latest())
            .setDeserializer(new Parse())
            .build();
    FileSink<Click> sink =
        FileSink.forBulkFormat(
                new Path(Path.fromLocalFile(new java.io.File(args[2])).toUri()),
                new ParquetWriterFactory<>(ClickFile::create))
            .withBucketAssigner(new ByHour())
            .build();
    env.fromSource(source, WatermarkStrategy.noWatermarks(), "source")
        .keyBy(click -> click.eventId)
        .filter(new FirstOfId())
        .sinkTo(sink);
    env.execute("naive");
  }

  private static final class Parse implements KafkaRecordDeserializationSchema<Click> {
    private static final long serialVersionUID = 1L;

    @Override
    public void deserialize(ConsumerRecord<byte[], byte[]> record, Collector<Click> out)
        throws IOException {
      Click click = new Click();
      click.parse(record.value());
      click.split = record.topic() + "-" + record.partition();
      click.position = record.offset();
      click.recordTime = TimeUnit.MILLISECONDS.toMicros(record.timestamp());
      out.collect(click);
    }

    @Override
    public TypeInformation<Click> getProducedType() {
      return Types.POJO(Click.class);
    }
  }

  private static final class FirstOfId extends RichFilterFunction<Click> {
    private static final long serialVersionUID = 1L;

    private transient ValueState<Boolean> seen;

    @SuppressWarnings("NullAway.Init") // Flink calls open before any record.
    FirstOfId() {}

    @Override
    public void open(OpenContext context) {
      ValueStateDescriptor<Boolean> descriptor = new ValueStateDescriptor<>("seen", Types.BOOLEAN);
      descriptor.enableTimeToLive(StateTtlConfig.newBuilder(Duration.ofDays(1)).build());
      seen = getRuntimeContext().getState(descriptor);
    }

    @Override
    public boolean filter(Click click) throws IOException {
      if (seen.value() != null) {
        return false;
      }
      seen.update(true);
      return true;
    }
  }

  private static final class ByHour implements BucketAssigner<Click, String> {
    private static final long serialVersionUID = 1L;
    private static final DateTimeFormatter HOUR =
        DateTimeFormatter.ofPattern("'event_date='uuuu-MM-dd'/event_hour='HH")
            .withZone(ZoneOffset.UTC);
    private static final long MICROS_AN_HOUR = TimeUnit.HOURS.toMicros(1);

    private transient long lastHour;
    private transient String lastBucket;

    @SuppressWarnings("NullAway.Init") // Null means that nothing is cached.
    ByHour() {}

    @Override
    @SuppressWarnings("NullAway") // See above.
    public String getBucketId(Click click, Context context) {
      long hour = Math.floorDiv(click.occurredAt, MICROS_AN_HOUR);
      if (lastBucket == null || hour != lastHour) {
        lastHour = hour;
        lastBucket = HOUR.format(Instant.ofEpochSecond(TimeUnit.HOURS.toSeconds(hour)));
      }
      return lastBucket;
    }

    @Override
    public SimpleVersionedSerializer<String> getSerializer() {
      return SimpleVersionedStringSerializer.INSTANCE;
    }
  }
}
