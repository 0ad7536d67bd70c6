package io.millrace.local.kinesis.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.local.kinesis.store.KinesisStream;
import io.millrace.local.kinesis.store.Shard;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;

/** Operations on streams as wholes. */
final class StreamOperations {

  private static final int MAX_SHARDS = 10_000;
  private static final int ON_DEMAND_SHARDS = 4;
  private static final int MAX_RECORD_KIB = 10_240;
  private static final int DEFAULT_RECORD_KIB = 1_024;
  private static final int DAY_HOURS = 24;
  private static final int YEAR_HOURS = 8_760;

  private final Streams streams;

  StreamOperations(Streams streams) {
    this.streams = streams;
  }

  ObjectNode create(Request request) {
    String name = request.text("StreamName");
    if (!name.matches("[a-zA-Z0-9_.-]{1,128}") || name.matches("\\.+")) {
      throw KinesisError.validation(
          "Value '" + name + "' at 'streamName' failed to satisfy constraint: [a-zA-Z0-9_.-]+");
    }
    String mode = request.body().path("StreamModeDetails").path("StreamMode").asText("PROVISIONED");
    int shards = (int) request.number("ShardCount", 1, MAX_SHARDS, ON_DEMAND_SHARDS);
    int record =
        (int)
            request.number(
                "MaxRecordSizeInKiB", DEFAULT_RECORD_KIB, MAX_RECORD_KIB, DEFAULT_RECORD_KIB);
    streams
        .store()
        .create(name, mode, shards, record, streams.now())
        .orElseThrow(
            () ->
                KinesisError.inUse(
                    "Stream " + name + " under account 000000000000 already exists."))
        .changeTags(tags(request.body().path("Tags")), List.of());
    return Answers.object();
  }

  ObjectNode delete(Request request) {
    KinesisStream stream = streams.of(request);
    if (!stream.consumers().isEmpty()
        && !request.body().path("EnforceConsumerDeletion").asBoolean(false)) {
      throw KinesisError.inUse("Stream " + stream.name() + " has registered consumers.");
    }
    streams.store().delete(stream);
    return Answers.object();
  }

  ObjectNode list(Request request) {
    long limit = request.number("Limit", 1, 10_000, 100);
    String after =
        request
            .optionalText("NextToken")
            .or(() -> request.optionalText("ExclusiveStartStreamName"))
            .orElse("");
    List<KinesisStream> rest =
        streams.store().streams().stream()
            .filter(stream -> stream.name().compareTo(after) > 0)
            .toList();
    List<KinesisStream> page = rest.stream().limit(limit).toList();
    ObjectNode answer = Answers.object().put("HasMoreStreams", rest.size() > page.size());
    ArrayNode names = answer.putArray("StreamNames");
    ArrayNode summaries = answer.putArray("StreamSummaries");
    for (KinesisStream stream : page) {
      names.add(stream.name());
      summaries.add(about(stream));
    }
    if (rest.size() > page.size()) {
      answer.put("NextToken", page.get(page.size() - 1).name());
    }
    return answer;
  }

  ObjectNode describe(Request request) {
    KinesisStream stream = streams.of(request);
    long limit = request.number("Limit", 1, 10_000, 100);
    String after = request.optionalText("ExclusiveStartShardId").orElse("");
    List<Shard> rest =
        streams.visibleShards(stream).stream()
            .filter(shard -> shard.id().compareTo(after) > 0)
            .toList();
    ObjectNode description = settings(stream).put("HasMoreShards", rest.size() > limit);
    ArrayNode shards = description.putArray("Shards");
    rest.stream().limit(limit).map(Answers::shard).forEach(shards::add);
    return wrapped("StreamDescription", description);
  }

  ObjectNode describeSummary(Request request) {
    KinesisStream stream = streams.of(request);
    return wrapped(
        "StreamDescriptionSummary",
        settings(stream)
            .put("OpenShardCount", stream.openShards().size())
            .put("ConsumerCount", stream.consumers().size())
            .put("MaxRecordSizeInKiB", stream.maxRecordKiB()));
  }

  ObjectNode changeRetention(Request request, boolean increase) {
    KinesisStream stream = streams.of(request);
    int hours = (int) request.number("RetentionPeriodHours", DAY_HOURS, YEAR_HOURS);
    if (increase ? hours < stream.retentionHours() : hours > stream.retentionHours()) {
      throw KinesisError.invalidArgument(
          "The retention period is " + stream.retentionHours() + " hours, asked for " + hours);
    }
    stream.changeRetention(hours);
    return Answers.object();
  }

  ObjectNode changeMaxRecord(Request request) {
    streams
        .of(request)
        .changeMaxRecord(
            (int) request.number("MaxRecordSizeInKiB", DEFAULT_RECORD_KIB, MAX_RECORD_KIB));
    return Answers.object();
  }

  ObjectNode changeMode(Request request) {
    streams
        .of(request)
        .changeMode(request.body().path("StreamModeDetails").path("StreamMode").asText());
    return Answers.object();
  }

  ObjectNode tag(Request request) {
    streams.of(request).changeTags(tags(request.body().path("Tags")), List.of());
    return Answers.object();
  }

  ObjectNode untag(Request request) {
    List<String> keys =
        StreamSupport.stream(request.body().path("TagKeys").spliterator(), false)
            .map(JsonNode::asText)
            .toList();
    streams.of(request).changeTags(Map.of(), keys);
    return Answers.object();
  }

  ObjectNode listTags(Request request) {
    ObjectNode answer = Answers.object().put("HasMoreTags", false);
    ArrayNode tags = answer.putArray("Tags");
    streams
        .of(request)
        .tags()
        .forEach((key, value) -> tags.addObject().put("Key", key).put("Value", value));
    return answer;
  }

  ObjectNode describeLimits() {
    long open =
        streams.store().streams().stream().mapToLong(stream -> stream.openShards().size()).sum();
    return Answers.object()
        .put("ShardLimit", MAX_SHARDS)
        .put("OpenShardCount", open)
        .put("OnDemandStreamCount", 0)
        .put("OnDemandStreamCountLimit", MAX_SHARDS);
  }

  private ObjectNode about(KinesisStream stream) {
    ObjectNode node =
        Answers.object()
            .put("StreamName", stream.name())
            .put("StreamARN", Arns.of(stream))
            .put("StreamStatus", streams.status(stream));
    node.putObject("StreamModeDetails").put("StreamMode", stream.mode());
    Answers.putTime(node, "StreamCreationTimestamp", stream.created());
    return node;
  }

  private ObjectNode settings(KinesisStream stream) {
    ObjectNode node =
        about(stream)
            .put("RetentionPeriodHours", stream.retentionHours())
            .put("EncryptionType", "NONE");
    node.putArray("EnhancedMonitoring").addObject().putArray("ShardLevelMetrics");
    return node;
  }

  private static ObjectNode wrapped(String member, ObjectNode value) {
    ObjectNode answer = Answers.object();
    answer.set(member, value);
    return answer;
  }

  private static Map<String, String> tags(JsonNode node) {
    Map<String, String> tags = new HashMap<>();
    node.fields().forEachRemaining(tag -> tags.put(tag.getKey(), tag.getValue().asText()));
    return tags;
  }
}
