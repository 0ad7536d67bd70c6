package io.millrace.local.kinesis.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.local.kinesis.Limit;
import io.millrace.local.kinesis.store.ConsumerFacts;
import io.millrace.local.kinesis.store.KinesisStream;
import java.util.List;
import java.util.Optional;

/** The register of a stream's consumers with enhanced fan-out. */
final class Consumers {

  private static final int MAX_CONSUMERS = 20;
  private static final String KIND = "consumers";

  private final Streams streams;

  Consumers(Streams streams) {
    this.streams = streams;
  }

  ObjectNode register(Request request) {
    KinesisStream stream = streams.of(request);
    String name = request.text("ConsumerName");
    if (!name.matches("[a-zA-Z0-9_.-]{1,128}")) {
      throw KinesisError.validation("Value '" + name + "' at 'consumerName'");
    }
    ConsumerFacts consumer = new ConsumerFacts(name, streams.now());
    synchronized (stream) {
      if (stream.consumer(name).isPresent()) {
        throw KinesisError.inUse("Consumer " + name + " already exists.");
      }
      if (stream.consumers().size() >= MAX_CONSUMERS) {
        throw KinesisError.limitExceeded("A stream has " + MAX_CONSUMERS + " consumers at most.");
      }
      stream.register(consumer);
    }
    return wrapped("Consumer", about(stream, consumer).put("ConsumerStatus", "CREATING"));
  }

  ObjectNode describe(Request request) {
    KinesisStream stream = streams.of(request);
    ConsumerFacts consumer = of(request, stream);
    return wrapped(
        "ConsumerDescription", about(stream, consumer).put("StreamARN", Arns.of(stream)));
  }

  ObjectNode list(Request request) {
    KinesisStream stream = streams.of(request);
    long limit = request.number("MaxResults", 1, 10_000, 100);
    String after = request.optionalText("NextToken").map(Consumers::readToken).orElse("");
    List<ConsumerFacts> rest =
        stream.consumers().stream()
            .filter(consumer -> consumer.name().compareTo(after) > 0)
            .toList();
    List<ConsumerFacts> page = rest.stream().limit(limit).toList();
    ObjectNode answer = Answers.object();
    ArrayNode consumers = answer.putArray("Consumers");
    page.forEach(consumer -> consumers.add(about(stream, consumer)));
    if (rest.size() > page.size()) {
      answer.put("NextToken", Token.write(KIND, page.get(page.size() - 1).name()));
    }
    return answer;
  }

  ObjectNode deregister(Request request) {
    KinesisStream stream = streams.of(request);
    stream.deregister(of(request, stream).name());
    return Answers.object();
  }

  /** The consumer that a request is about, by its ARN or by its name. */
  ConsumerFacts of(Request request, KinesisStream stream) {
    Optional<String> arn = request.optionalText("ConsumerARN");
    return stream.consumers().stream()
        .filter(
            consumer ->
                arn.isPresent()
                    ? Arns.isOf(arn.get(), stream, consumer)
                    : consumer.name().equals(request.text("ConsumerName")))
        .findFirst()
        .orElseThrow(
            () ->
                KinesisError.notFound(
                    "Consumer "
                        + arn.orElseGet(() -> request.text("ConsumerName"))
                        + " not found."));
  }

  /** ACTIVE, or what it is for some time after its registration. */
  String status(ConsumerFacts consumer) {
    return streams.now() - consumer.created() >= streams.limit(Limit.TRANSITION_MILLIS)
        ? "ACTIVE"
        : "CREATING";
  }

  private ObjectNode about(KinesisStream stream, ConsumerFacts consumer) {
    ObjectNode node =
        Answers.object()
            .put("ConsumerName", consumer.name())
            .put("ConsumerARN", Arns.of(stream, consumer))
            .put("ConsumerStatus", status(consumer));
    Answers.putTime(node, "ConsumerCreationTimestamp", consumer.created());
    return node;
  }

  private static String readToken(String token) {
    return Token.read(KIND, 1, token)
        .orElseThrow(() -> KinesisError.invalidArgument("Invalid NextToken."))
        .get(0);
  }

  private static ObjectNode wrapped(String member, ObjectNode value) {
    ObjectNode answer = Answers.object();
    answer.set(member, value);
    return answer;
  }
}
