package io.millrace.local.kinesis.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.local.kinesis.Limit;
import io.millrace.local.kinesis.control.CallBook;
import io.millrace.local.kinesis.store.KinesisStream;
import io.millrace.local.kinesis.store.Page;
import io.millrace.local.kinesis.store.RecordEntry;
import io.millrace.local.kinesis.store.Shard;
import io.millrace.local.kinesis.store.ThrottledException;
import io.netty.buffer.ByteBufAllocator;

/** GetShardIterator and GetRecords. */
final class RecordReads {

  private static final ByteBufAllocator ALLOCATOR = ByteBufAllocator.DEFAULT;

  private final Streams streams;
  private final CallBook calls;

  RecordReads(Streams streams, CallBook calls) {
    this.streams = streams;
    this.calls = calls;
  }

  ObjectNode getShardIterator(Request request) {
    KinesisStream stream = streams.of(request);
    Shard shard = streams.shard(stream, request.text("ShardId"));
    long number = Position.resolve(request, "ShardIteratorType", stream, shard);
    return Answers.object()
        .put("ShardIterator", Position.write(stream, shard, number, streams.now()));
  }

  /** Answers with records, or as if there were none to give just now. */
  Reply getRecords(Request request, boolean empty) {
    Position.Iterator iterator = Position.read(request.text("ShardIterator"));
    long most = streams.limit(Limit.READ_CALL_RECORDS);
    long limit = request.number("Limit", 1, 10_000, most);
    Position.ensureFresh(iterator, streams);
    KinesisStream stream = streams.named(iterator.stream());
    Shard shard = streams.shard(stream, iterator.shard());
    long now = streams.now();
    try {
      shard.admitRead(now, streams.limits());
    } catch (ThrottledException throttled) {
      throw KinesisError.throttled(shard.id(), stream.name());
    }
    Page page =
        shard.read(
            iterator.number(),
            empty ? 0 : Math.min(limit, most),
            streams.limit(Limit.READ_CALL_BYTES),
            now,
            ALLOCATOR);
    long bytes = page.entries().readableBytes() - (long) page.count() * RecordEntry.OVERHEAD;
    shard.countRead(bytes, now, streams.limits());
    calls.records("GetRecords", stream.name(), shard.id(), page.count());

    ObjectNode others = Answers.object().put("MillisBehindLatest", page.behind());
    if (page.ended()) {
      others.set("ChildShards", Answers.childShards(stream.children(shard)));
    } else {
      others.put("NextShardIterator", Position.write(stream, shard, page.next(), now));
    }
    return new Reply.Bytes(RecordPages.write(request.dialect(), others, page, ALLOCATOR));
  }
}
