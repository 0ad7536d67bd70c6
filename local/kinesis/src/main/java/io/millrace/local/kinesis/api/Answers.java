package io.millrace.local.kinesis.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.local.kinesis.store.HashRange;
import io.millrace.local.kinesis.store.Shard;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/** Parts that several answers have. */
final class Answers {

  private Answers() {}

  static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  static ArrayNode array() {
    return JsonNodeFactory.instance.arrayNode();
  }

  /** A time, in milliseconds, in the dialect's own form. */
  static void putTime(ObjectNode node, String member, long millis) {
    node.putPOJO(member, Instant.ofEpochMilli(millis));
  }

  static ObjectNode shard(Shard shard) {
    ObjectNode node = object().put("ShardId", shard.id());
    if (shard.parent() != null) {
      node.put("ParentShardId", shard.parent());
    }
    if (shard.adjacentParent() != null) {
      node.put("AdjacentParentShardId", shard.adjacentParent());
    }
    node.set("HashKeyRange", range(shard.range()));
    ObjectNode sequences =
        node.putObject("SequenceNumberRange")
            .put("StartingSequenceNumber", shard.startingSequence().toString());
    shard
        .endingSequence()
        .ifPresent(ending -> sequences.put("EndingSequenceNumber", ending.toString()));
    return node;
  }

  /** The children of a shard that has been read to its end. */
  static ArrayNode childShards(List<Shard> children) {
    ArrayNode all = array();
    for (Shard child : children) {
      ObjectNode node = all.addObject().put("ShardId", child.id());
      ArrayNode parents = node.putArray("ParentShards");
      Stream.of(child.parent(), child.adjacentParent())
          .filter(parent -> parent != null)
          .forEach(parents::add);
      node.set("HashKeyRange", range(child.range()));
    }
    return all;
  }

  private static ObjectNode range(HashRange range) {
    return object()
        .put("StartingHashKey", range.start().toString())
        .put("EndingHashKey", range.end().toString());
  }
}
