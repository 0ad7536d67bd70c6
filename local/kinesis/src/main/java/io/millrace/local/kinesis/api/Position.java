package io.millrace.local.kinesis.api;

import io.millrace.local.kinesis.Limit;
import io.millrace.local.kinesis.store.KinesisStream;
import io.millrace.local.kinesis.store.SequenceNumber;
import io.millrace.local.kinesis.store.Shard;
import java.util.List;
import java.util.OptionalLong;

/** Where in a shard to read: the five kinds of starting positions, and shard iterators. */
final class Position {

  private static final String KIND = "iterator";

  private Position() {}

  /**
   * An iterator that was read back.
   *
   * @param shard the shard's id
   * @param number the number of the record that comes next
   */
  record Iterator(String stream, String shard, long number, long issued) {}

  /** The number of the first record to read. The request has the members of GetShardIterator. */
  static long resolve(Request request, String typeMember, KinesisStream stream, Shard shard) {
    String type = request.text(typeMember);
    return switch (type) {
      case "TRIM_HORIZON" -> shard.first();
      case "LATEST" -> shard.end();
      case "AT_TIMESTAMP" -> atTimestamp(request, shard);
      case "AT_SEQUENCE_NUMBER" ->
          Math.max(0, ordinal(request, sequenceMember(typeMember), stream, shard) - 1);
      case "AFTER_SEQUENCE_NUMBER" -> ordinal(request, sequenceMember(typeMember), stream, shard);
      default ->
          throw KinesisError.validation(
              "Value '"
                  + type
                  + "' at 'shardIteratorType' failed to satisfy constraint: Member must satisfy enum value set");
    };
  }

  static String write(KinesisStream stream, Shard shard, long number, long now) {
    return Token.write(KIND, stream.name(), stream.created(), shard.id(), number, now);
  }

  /** Reads an iterator back, whatever its age. */
  static Iterator read(String token) {
    List<String> parts =
        Token.read(KIND, 5, token)
            .orElseThrow(() -> KinesisError.invalidArgument("Invalid ShardIterator."));
    return new Iterator(
        parts.get(0), parts.get(2), Long.parseLong(parts.get(3)), Long.parseLong(parts.get(4)));
  }

  static void ensureFresh(Iterator iterator, Streams streams) {
    long age = streams.now() - iterator.issued();
    long most = streams.limit(Limit.ITERATOR_MILLIS);
    if (age > most) {
      throw expired("It was issued " + age + " ms ago, and lives " + most + " ms.");
    }
  }

  static KinesisError expired(String why) {
    return new KinesisError(400, "ExpiredIteratorException", "Iterator expired. " + why);
  }

  private static String sequenceMember(String typeMember) {
    return typeMember.equals("Type") ? "SequenceNumber" : "StartingSequenceNumber";
  }

  private static long atTimestamp(Request request, Shard shard) {
    OptionalLong present = request.optionalNumber("Timestamp");
    if (present.isEmpty()) {
      throw KinesisError.invalidArgument(
          "Must specify timestampInMillis for AT_TIMESTAMP iterator");
    }
    return shard.firstSince(request.dialect().millis(request.body().get("Timestamp")));
  }

  private static long ordinal(Request request, String member, KinesisStream stream, Shard shard) {
    String text =
        request
            .optionalText(member)
            .orElseThrow(
                () -> KinesisError.invalidArgument("Must specify " + member + " for this type"));
    return SequenceNumber.parse(text)
        .filter(shard::owns)
        .orElseThrow(
            () ->
                KinesisError.invalidArgument(
                    "StartingSequenceNumber "
                        + text
                        + " used in GetShardIterator on shard "
                        + shard.id()
                        + " in stream "
                        + stream.name()
                        + " under account 000000000000 is invalid because it did not come from this stream."))
        .ordinal();
  }
}
