package io.millrace.local.kinesis.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.local.kinesis.store.KinesisStream;
import io.millrace.local.kinesis.store.Shard;
import java.math.BigInteger;

/** SplitShard, MergeShards and UpdateShardCount. */
final class Resharding {

  private final Streams streams;

  Resharding(Streams streams) {
    this.streams = streams;
  }

  ObjectNode split(Request request) {
    KinesisStream stream = streams.of(request);
    streams.ensureActive(stream);
    Shard parent = open(stream, request.text("ShardToSplit"));
    BigInteger start = RecordWrites.hashKey(request.text("NewStartingHashKey"));
    if (!parent.range().contains(start) || start.equals(parent.range().start())) {
      throw KinesisError.invalidArgument(
          "NewStartingHashKey " + start + " does not lie within " + parent.id());
    }
    stream.split(parent, start, streams.now());
    return Answers.object();
  }

  ObjectNode merge(Request request) {
    KinesisStream stream = streams.of(request);
    streams.ensureActive(stream);
    Shard first = open(stream, request.text("ShardToMerge"));
    Shard second = open(stream, request.text("AdjacentShardToMerge"));
    if (!first.range().isBefore(second.range()) && !second.range().isBefore(first.range())) {
      throw KinesisError.invalidArgument(first.id() + " and " + second.id() + " are no neighbours");
    }
    stream.merge(first, second, streams.now());
    return Answers.object();
  }

  ObjectNode updateShardCount(Request request) {
    KinesisStream stream = streams.of(request);
    streams.ensureActive(stream);
    int current = stream.openShards().size();
    int target = (int) request.number("TargetShardCount", 1, 10_000);
    if (target > current * 2 || target * 2 < current) {
      throw KinesisError.limitExceeded(
          "From " + current + " shards to " + target + ": more than double or less than half");
    }
    stream.scaleTo(target, streams.now());
    return Answers.object()
        .put("StreamName", stream.name())
        .put("StreamARN", Arns.of(stream))
        .put("CurrentShardCount", current)
        .put("TargetShardCount", target);
  }

  private Shard open(KinesisStream stream, String id) {
    Shard shard = streams.shard(stream, id);
    if (!shard.isOpen()) {
      throw KinesisError.invalidArgument(
          "Shard " + id + " in stream " + stream.name() + " is not active.");
    }
    return shard;
  }
}
