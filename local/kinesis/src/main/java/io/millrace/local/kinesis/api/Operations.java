package io.millrace.local.kinesis.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.local.kinesis.Fault;
import io.millrace.local.kinesis.Trouble;
import io.millrace.local.kinesis.control.CallBook;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** All operations, by name. Thread safe. */
public final class Operations {

  private final Streams streams;
  private final StreamOperations whole;
  private final ShardLists lists;
  private final Resharding resharding;
  private final RecordWrites writes;
  private final RecordReads reads;
  private final Consumers consumers;
  private final Subscriptions subscriptions;

  public Operations(Streams streams, CallBook calls) {
    this.streams = streams;
    this.whole = new StreamOperations(streams);
    this.lists = new ShardLists(streams);
    this.resharding = new Resharding(streams);
    this.writes = new RecordWrites(streams);
    this.reads = new RecordReads(streams, calls);
    this.consumers = new Consumers(streams);
    this.subscriptions = new Subscriptions(streams, consumers, calls);
  }

  /**
   * Does what a request asks for.
   *
   * @param trouble what the request meets; one that is about the connection is the caller's
   * @throws KinesisError as the service would answer
   */
  public Reply handle(Request request, @Nullable Trouble trouble) {
    if (trouble != null) {
      throwTrouble(trouble, request.operation());
    }
    return switch (request.operation()) {
      case "GetRecords" -> reads.getRecords(request, trouble == Trouble.EMPTY_PAGE);
      case "SubscribeToShard" -> new Reply.Events(subscriptions.subscribe(request));
      default -> new Reply.Body(answer(request));
    };
  }

  /** What a request is about, for the faults and counts of a stream and shard. */
  public Target target(Request request) {
    Optional<String> iterator = request.optionalText("ShardIterator");
    if (iterator.isPresent()) {
      Position.Iterator position = Position.read(iterator.get());
      return new Target(position.stream(), position.shard());
    }
    String stream =
        request
            .optionalText("StreamARN")
            .or(() -> request.optionalText("ConsumerARN"))
            .map(Arns::streamName)
            .or(() -> request.optionalText("StreamName"))
            .orElse(null);
    String shard =
        request
            .optionalText("ShardId")
            .or(() -> request.optionalText("ShardToSplit"))
            .or(() -> request.optionalText("ShardToMerge"))
            .orElse(null);
    if (shard == null && stream != null && request.operation().equals("PutRecord")) {
      shard =
          streams.store().stream(stream)
              .map(found -> RecordWrites.route(found, request).id())
              .orElse(null);
    }
    return new Target(stream, shard);
  }

  /** The fault that meets a request. */
  public Optional<Fault> fault(Request request, Target target) {
    return streams.faults().meet(request.operation(), target.stream(), target.shard());
  }

  private ObjectNode answer(Request request) {
    return switch (request.operation()) {
      case "PutRecord" -> writes.putRecord(request);
      case "PutRecords" -> writes.putRecords(request);
      case "GetShardIterator" -> reads.getShardIterator(request);
      case "ListShards" -> lists.list(request);
      case "CreateStream" -> whole.create(request);
      case "DeleteStream" -> whole.delete(request);
      case "ListStreams" -> whole.list(request);
      case "DescribeStream" -> whole.describe(request);
      case "DescribeStreamSummary" -> whole.describeSummary(request);
      case "DescribeLimits" -> whole.describeLimits();
      case "SplitShard" -> resharding.split(request);
      case "MergeShards" -> resharding.merge(request);
      case "UpdateShardCount" -> resharding.updateShardCount(request);
      case "UpdateStreamMode" -> whole.changeMode(request);
      case "UpdateMaxRecordSize" -> whole.changeMaxRecord(request);
      case "IncreaseStreamRetentionPeriod" -> whole.changeRetention(request, true);
      case "DecreaseStreamRetentionPeriod" -> whole.changeRetention(request, false);
      case "AddTagsToStream" -> whole.tag(request);
      case "RemoveTagsFromStream" -> whole.untag(request);
      case "ListTagsForStream" -> whole.listTags(request);
      case "RegisterStreamConsumer" -> consumers.register(request);
      case "DescribeStreamConsumer" -> consumers.describe(request);
      case "ListStreamConsumers" -> consumers.list(request);
      case "DeregisterStreamConsumer" -> consumers.deregister(request);
      default ->
          throw new KinesisError(
              400, "UnknownOperationException", "No operation " + request.operation());
    };
  }

  /** The error that a trouble is; those that are none pass. */
  static void throwTrouble(Trouble trouble, String operation) {
    String message = "A fault to order on " + operation;
    switch (trouble) {
      case THROTTLE ->
          throw new KinesisError(400, "ProvisionedThroughputExceededException", message);
      case LIMIT_EXCEEDED -> throw KinesisError.limitExceeded(message);
      case INTERNAL_FAILURE -> throw new KinesisError(500, "InternalFailure", message);
      case UNAVAILABLE -> throw new KinesisError(503, "ServiceUnavailable", message);
      case EXPIRED_ITERATOR -> throw Position.expired(message);
      case EXPIRED_TOKEN -> throw ShardLists.expired(message);
      case NOT_FOUND -> throw KinesisError.notFound(message);
      case IN_USE -> throw KinesisError.inUse(message);
      case ACCESS_DENIED -> throw new KinesisError(400, "AccessDeniedException", message);
      case DELAY, CUT, CUT_AFTER, EMPTY_PAGE, LOST_SHARD -> {}
    }
  }
}
