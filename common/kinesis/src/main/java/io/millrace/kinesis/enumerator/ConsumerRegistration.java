package io.millrace.kinesis.enumerator;

import io.millrace.kinesis.client.Failure;
import io.millrace.kinesis.client.StreamClient;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees that the job's consumer is registered. It is never deregistered: an enumerator that closes
 * cannot tell a job's end from a failover, in which readers would lose their subscriptions.
 */
final class ConsumerRegistration {

  private static final Logger LOG = LoggerFactory.getLogger(ConsumerRegistration.class);

  private ConsumerRegistration() {}

  /** Registers the consumer unless there is one. Blocks. */
  static void ensure(StreamClient client, String name) {
    try {
      client.describeConsumer(name).join();
      return;
    } catch (CompletionException e) {
      if (Failure.of(e) != Failure.NOT_FOUND) {
        throw e;
      }
    }
    try {
      client.registerConsumer(name).join();
      LOG.info("Registered consumer {}; deregister it when the job is gone for good.", name);
    } catch (CompletionException e) {
      if (Failure.of(e) != Failure.IN_USE) {
        throw e;
      }
      // Somebody else was faster.
    }
  }
}
