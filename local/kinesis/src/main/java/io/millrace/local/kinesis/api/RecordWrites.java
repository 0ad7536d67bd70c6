package io.millrace.local.kinesis.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.local.kinesis.Fault;
import io.millrace.local.kinesis.Trouble;
import io.millrace.local.kinesis.store.HashRange;
import io.millrace.local.kinesis.store.KinesisStream;
import io.millrace.local.kinesis.store.SequenceNumber;
import io.millrace.local.kinesis.store.Shard;
import io.millrace.local.kinesis.store.ThrottledException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalLong;

/** PutRecord and PutRecords. */
final class RecordWrites {

  private static final int MAX_RECORDS = 500;
  private static final long MAX_REQUEST_BYTES = 10L << 20;
  private static final int MAX_KEY = 256;

  private final Streams streams;

  RecordWrites(Streams streams) {
    this.streams = streams;
  }

  private static final class Put {
    private final BigInteger hashKey;
    private final byte[] key;
    private final byte[] data;
    private final OptionalLong arrival;

    Put(String key, BigInteger hashKey, byte[] data, OptionalLong arrival) {
      this.key = key.getBytes(StandardCharsets.UTF_8);
      this.hashKey = hashKey;
      this.data = data;
      this.arrival = arrival;
    }

    long size() {
      return (long) key.length + data.length;
    }
  }

  private record Stored(Shard shard, SequenceNumber sequence) {}

  ObjectNode putRecord(Request request) {
    KinesisStream stream = streams.of(request);
    Put put = parse(request, stream);
    try {
      Stored stored = store(stream, put);
      return Answers.object()
          .put("ShardId", stored.shard().id())
          .put("SequenceNumber", stored.sequence().toString());
    } catch (ThrottledException throttled) {
      throw KinesisError.throttled(stream.route(put.hashKey).id(), stream.name());
    }
  }

  ObjectNode putRecords(Request request) {
    KinesisStream stream = streams.of(request);
    JsonNode records = request.body().path("Records");
    if (records.isEmpty() || records.size() > MAX_RECORDS) {
      throw KinesisError.validation(
          "Value at 'records' failed to satisfy constraint: Member must have length between 1 and "
              + MAX_RECORDS);
    }
    Put[] puts = new Put[records.size()];
    long size = 0;
    for (int i = 0; i < puts.length; i++) {
      puts[i] = parse(request.part(records.get(i)), stream);
      size += puts[i].size();
    }
    if (size > MAX_REQUEST_BYTES) {
      throw KinesisError.invalidArgument(
          "Records size exceeds " + (MAX_REQUEST_BYTES >> 20) + " MB limit");
    }
    ArrayNode results = Answers.array();
    int failed = 0;
    for (Put put : puts) {
      ObjectNode result = results.addObject();
      if (!putOne(stream, put, result)) {
        failed++;
      }
    }
    ObjectNode answer = Answers.object().put("FailedRecordCount", failed);
    answer.set("Records", results);
    return answer;
  }

  /** The open shard that a put would go to. */
  static Shard route(KinesisStream stream, Request put) {
    return stream.route(hashKey(put, put.text("PartitionKey")));
  }

  private boolean putOne(KinesisStream stream, Put put, ObjectNode result) {
    Shard target = stream.route(put.hashKey);
    Optional<Fault> fault = streams.faults().meetPart("PutRecords", stream.name(), target.id());
    if (fault.isPresent()) {
      boolean throttle = fault.get().trouble() == Trouble.THROTTLE;
      result
          .put("ErrorCode", throttle ? "ProvisionedThroughputExceededException" : "InternalFailure")
          .put("ErrorMessage", "A fault to order");
      return false;
    }
    try {
      Stored stored = store(stream, put);
      result
          .put("ShardId", stored.shard().id())
          .put("SequenceNumber", stored.sequence().toString());
      return true;
    } catch (ThrottledException throttled) {
      KinesisError error = KinesisError.throttled(target.id(), stream.name());
      result.put("ErrorCode", error.type()).put("ErrorMessage", error.getMessage());
      return false;
    }
  }

  private Stored store(KinesisStream stream, Put put) throws ThrottledException {
    while (true) {
      Shard shard = stream.route(put.hashKey);
      long now = streams.now();
      Optional<SequenceNumber> sequence =
          shard.put(put.key, put.data, put.arrival.orElse(now), now, streams.limits());
      if (sequence.isPresent()) {
        return new Stored(shard, sequence.get());
      }
      // It was closed in between: the stream is about to name its children.
      Thread.onSpinWait();
    }
  }

  private static Put parse(Request part, KinesisStream stream) {
    String key = part.text("PartitionKey");
    if (key.isEmpty() || key.codePointCount(0, key.length()) > MAX_KEY) {
      throw KinesisError.validation(
          "Value at 'partitionKey' failed to satisfy constraint: Member must have length between 1 and "
              + MAX_KEY);
    }
    Put put = new Put(key, hashKey(part, key), Request.bytes(part.body(), "Data"), arrival(part));
    long most = (long) stream.maxRecordKiB() << 10;
    if (put.size() > most) {
      throw KinesisError.validation(
          "Value at 'data' failed to satisfy constraint: Member must have length less than or equal to "
              + most);
    }
    return put;
  }

  /** Not in the service: a record that is replayed may bring the time that it arrived at. */
  private static OptionalLong arrival(Request put) {
    JsonNode given = put.body().get("ApproximateArrivalTimestamp");
    return given == null ? OptionalLong.empty() : OptionalLong.of(put.dialect().millis(given));
  }

  private static BigInteger hashKey(Request put, String key) {
    Optional<String> explicit = put.optionalText("ExplicitHashKey");
    return explicit.isPresent() ? hashKey(explicit.get()) : HashRange.hashKey(key);
  }

  /** A hash key that a request names. */
  static BigInteger hashKey(String decimal) {
    if (!decimal.matches("0|[1-9][0-9]{0,38}")
        || new BigInteger(decimal).compareTo(HashRange.LAST) > 0) {
      throw KinesisError.validation(
          "Value '" + decimal + "' at 'hashKey' failed to satisfy constraint: a 128-bit number");
    }
    return new BigInteger(decimal);
  }
}
