package io.millrace.local.kinesis.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.local.kinesis.Limit;
import io.millrace.local.kinesis.store.KinesisStream;
import io.millrace.local.kinesis.store.Shard;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** ListShards. */
final class ShardLists {

  private static final String KIND = "shards";
  private static final String NO_FILTER = "FROM_TRIM_HORIZON";

  private final Streams streams;

  ShardLists(Streams streams) {
    this.streams = streams;
  }

  /**
   * What a list has been asked for; goes into its tokens.
   *
   * @param time the filter's, in milliseconds
   * @param after the id behind which the page begins
   */
  private record Query(String stream, String filter, long time, String after) {}

  ObjectNode list(Request request) {
    Optional<String> token = request.optionalText("NextToken");
    Query query = token.isPresent() ? next(request, token.get()) : first(request);
    KinesisStream stream = streams.named(query.stream());
    long limit =
        Math.min(request.number("MaxResults", 1, 10_000, 1_000), streams.limit(Limit.LIST_SHARDS));
    List<Shard> rest =
        matching(stream, query).stream()
            .filter(shard -> shard.id().compareTo(query.after()) > 0)
            .toList();
    List<Shard> page = rest.stream().limit(limit).toList();
    ObjectNode answer = Answers.object();
    ArrayNode shards = answer.putArray("Shards");
    page.stream().map(Answers::shard).forEach(shards::add);
    if (rest.size() > page.size()) {
      String last = page.get(page.size() - 1).id();
      answer.put(
          "NextToken",
          Token.write(KIND, query.stream(), query.filter(), query.time(), last, streams.now()));
    }
    return answer;
  }

  private Query first(Request request) {
    KinesisStream stream = streams.of(request);
    String start = request.optionalText("ExclusiveStartShardId").orElse("");
    JsonNode filter = request.body().path("ShardFilter");
    String type = filter.path("Type").asText(NO_FILTER);
    long time = 0;
    switch (type) {
      case "AT_TIMESTAMP", "FROM_TIMESTAMP" -> {
        if (!filter.hasNonNull("Timestamp")) {
          throw KinesisError.invalidArgument("The filter " + type + " needs a Timestamp");
        }
        time = request.dialect().millis(filter.get("Timestamp"));
      }
      case "AFTER_SHARD_ID" -> {
        if (!filter.hasNonNull("ShardId")) {
          throw KinesisError.invalidArgument("The filter " + type + " needs a ShardId");
        }
        start = filter.get("ShardId").asText();
      }
      case "AT_TRIM_HORIZON", NO_FILTER, "AT_LATEST" -> {}
      default -> throw KinesisError.validation("Value '" + type + "' at 'shardFilter.type'");
    }
    return new Query(stream.name(), type, time, start);
  }

  private Query next(Request request, String token) {
    for (String other :
        List.of("StreamName", "StreamARN", "ShardFilter", "ExclusiveStartShardId")) {
      if (request.body().hasNonNull(other)) {
        throw KinesisError.invalidArgument("NextToken and " + other + " cannot be given together.");
      }
    }
    List<String> parts =
        Token.read(KIND, 5, token)
            .orElseThrow(() -> KinesisError.invalidArgument("Invalid NextToken."));
    long age = streams.now() - Long.parseLong(parts.get(4));
    if (age > streams.limit(Limit.TOKEN_MILLIS)) {
      throw expired("It was issued " + age + " ms ago.");
    }
    return new Query(parts.get(0), parts.get(1), Long.parseLong(parts.get(2)), parts.get(3));
  }

  static KinesisError expired(String why) {
    return new KinesisError(400, "ExpiredNextTokenException", "The NextToken has expired. " + why);
  }

  private List<Shard> matching(KinesisStream stream, Query query) {
    List<Shard> all = streams.visibleShards(stream);
    Predicate<Shard> filter =
        switch (query.filter()) {
          case "AT_TRIM_HORIZON" -> roots(all);
          case "AT_LATEST" -> Shard::isOpen;
          case "AT_TIMESTAMP" ->
              query.time() < stream.created()
                  ? roots(all)
                  : shard ->
                      shard.created() <= query.time()
                          && (shard.isOpen() || shard.closedAt() > query.time());
          case "FROM_TIMESTAMP" -> shard -> shard.isOpen() || shard.closedAt() >= query.time();
          default -> shard -> true;
        };
    return all.stream().filter(filter).toList();
  }

  /** The shards that were open at the trim horizon: those whose parents are no more. */
  private static Predicate<Shard> roots(List<Shard> all) {
    Set<String> known = all.stream().map(Shard::id).collect(Collectors.toSet());
    return shard ->
        (shard.parent() == null || !known.contains(shard.parent()))
            && (shard.adjacentParent() == null || !known.contains(shard.adjacentParent()));
  }
}
