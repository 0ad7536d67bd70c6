package io.millrace.local.kinesis.api;

import io.millrace.local.kinesis.store.ConsumerFacts;
import io.millrace.local.kinesis.store.KinesisStream;

/** The names of streams and consumers. Any region and account is taken; these are given out. */
final class Arns {

  private static final String STREAMS = "arn:aws:kinesis:us-east-1:000000000000:stream/";
  private static final String CONSUMER = "/consumer/";

  private Arns() {}

  static String of(KinesisStream stream) {
    return STREAMS + stream.name();
  }

  static String of(KinesisStream stream, ConsumerFacts consumer) {
    return of(stream) + CONSUMER + consumer.name() + ":" + consumer.created() / 1000;
  }

  /** Whether this is a consumer's ARN, in whatever region and account. */
  static boolean isOf(String arn, KinesisStream stream, ConsumerFacts consumer) {
    String own = of(stream, consumer);
    return arn.endsWith(own.substring(own.indexOf(":stream/")));
  }

  /** The stream's name in its ARN or in the ARN of one of its consumers. */
  static String streamName(String arn) {
    int at = arn.indexOf(":stream/");
    if (!arn.startsWith("arn:") || at < 0) {
      throw KinesisError.validation("'" + arn + "' is not the ARN of a stream");
    }
    String rest = arn.substring(at + ":stream/".length());
    int consumer = rest.indexOf(CONSUMER);
    return consumer < 0 ? rest : rest.substring(0, consumer);
  }
}
