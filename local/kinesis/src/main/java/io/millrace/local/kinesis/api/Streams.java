package io.millrace.local.kinesis.api;

import io.millrace.local.kinesis.Limit;
import io.millrace.local.kinesis.Limits;
import io.millrace.local.kinesis.Trouble;
import io.millrace.local.kinesis.control.FaultBook;
import io.millrace.local.kinesis.store.KinesisStream;
import io.millrace.local.kinesis.store.Shard;
import io.millrace.local.kinesis.store.StreamStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;

/** What all operations share: the streams, the clock, the limits, the faults. */
public final class Streams {

  private final StreamStore store;
  private final InstantSource clock;
  private final Supplier<Limits> limits;
  private final FaultBook faults;

  public Streams(
      StreamStore store, InstantSource clock, Supplier<Limits> limits, FaultBook faults) {
    this.store = store;
    this.clock = clock;
    this.limits = limits;
    this.faults = faults;
  }

  public StreamStore store() {
    return store;
  }

  public FaultBook faults() {
    return faults;
  }

  public Limits limits() {
    return limits.get();
  }

  long limit(Limit limit) {
    return limits.get().value(limit);
  }

  public long now() {
    return clock.millis();
  }

  /** The stream that a request is about, by name, by ARN or by a consumer's ARN. */
  KinesisStream of(Request request) {
    String name =
        request
            .optionalText("StreamARN")
            .or(() -> request.optionalText("ConsumerARN"))
            .map(Arns::streamName)
            .or(() -> request.optionalText("StreamName"))
            .orElseThrow(
                () -> KinesisError.invalidArgument("Either StreamName or StreamARN is needed"));
    return named(name);
  }

  KinesisStream named(String name) {
    KinesisStream stream =
        store.stream(name)
            .orElseThrow(
                () ->
                    KinesisError.notFound(
                        "Stream " + name + " under account 000000000000 not found."));
    long kept = limit(Limit.RETENTION_MILLIS);
    stream.expire(now() - (kept > 0 ? kept : Duration.ofHours(stream.retentionHours()).toMillis()));
    return stream;
  }

  /** ACTIVE, or what it is for some time after a change. */
  String status(KinesisStream stream) {
    if (now() - stream.changedAt() >= limit(Limit.TRANSITION_MILLIS)) {
      return "ACTIVE";
    }
    return stream.changedAt() == stream.created() ? "CREATING" : "UPDATING";
  }

  void ensureActive(KinesisStream stream) {
    String status = status(stream);
    if (!status.equals("ACTIVE")) {
      throw KinesisError.inUse(
          "Stream " + stream.name() + " under account 000000000000 is " + status + ".");
    }
  }

  /** All shards but those that were lost to order. */
  List<Shard> visibleShards(KinesisStream stream) {
    return stream.shards().stream().filter(shard -> !isLost(stream, shard)).toList();
  }

  private boolean isLost(KinesisStream stream, Shard shard) {
    return faults.holds(Trouble.LOST_SHARD, stream.name(), shard.id());
  }

  Shard shard(KinesisStream stream, String id) {
    return stream
        .shard(id)
        .filter(shard -> !isLost(stream, shard))
        .orElseThrow(
            () ->
                KinesisError.notFound(
                    "Could not find shard "
                        + id
                        + " in stream "
                        + stream.name()
                        + " under account 000000000000."));
  }
}
