package io.millrace.kinesis.reader;

import io.millrace.kinesis.KinesisRecord;
import io.millrace.kinesis.client.Failure;
import io.millrace.kinesis.split.KinesisShardSplit;
import io.millrace.kinesis.split.KinesisShardSplit.ShardEnd;
import io.millrace.kinesis.split.ReadFrom;
import io.millrace.kinesis.split.ShardFacts;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import software.amazon.awssdk.services.kinesis.model.Record;

/**
 * Reads one shard, by one call or subscription at a time. Everything happens on the fetcher's
 * thread; answers come to it by {@link Mailbox}.
 */
abstract class ShardReading {

  private static final Logger LOG = LoggerFactory.getLogger(ShardReading.class);

  /** What a call may bring before anything is known of the shard: the service's own limit. */
  private static final long LARGEST_ANSWER = 10L << 20;

  private static final long SMALLEST_GUESS = 64L << 10;
  private static final long BYTES_PER_RECORD = 100;

  /** How often in a row the service may say that an argument is wrong before it is believed. */
  private static final int WRONG_ARGUMENTS = 3;

  final ReadingContext context;
  final ShardFacts shard;
  final ShardPacing pacing;
  final ShardMetrics metrics;
  private final ShardRecords records;
  private final ExpiryCheck expiry;

  private long dueAt;
  private long guess = LARGEST_ANSWER;
  private boolean verifying;
  private boolean paused;
  private boolean over;

  ShardReading(
      KinesisShardSplit split,
      ReadingContext context,
      ShardMetrics metrics,
      RandomGenerator random) {
    this.context = context;
    this.shard = split.shard();
    this.metrics = metrics;
    this.pacing = new ShardPacing(context.pace(), random);
    this.records = new ShardRecords(split, metrics, context.failsOnGap());
    this.expiry = new ExpiryCheck(context.client(), shard.shardId());
    this.dueAt = context.now();
  }

  /**
   * When {@link #proceed} has something to do; {@link Mailbox#NEVER} while an answer is awaited.
   */
  final long dueAt() {
    return paused || over ? Mailbox.NEVER : dueAt;
  }

  /**
   * Begins what is due.
   *
   * @return false if there was no room in the budget: to be called again when there is
   */
  @SuppressWarnings("FutureReturnValueIgnored") // What completes it only posts a mail.
  final boolean proceed() {
    MDC.put("split", shard.shardId());
    try {
      if (!verifying) {
        return read();
      }
      awaitAnswer();
      pacing.started(context.now());
      expiry.begin().whenComplete((presence, failure) -> post(() -> checked(presence, failure)));
      return true;
    } finally {
      MDC.remove("split");
    }
  }

  /** Begins the next step of reading; as {@link #proceed}. */
  abstract boolean read();

  /** Nothing begins while a reading is paused. */
  final void pause(boolean pause) {
    paused = pause;
  }

  /** Ends it: no answer counts any more. */
  void close() {
    over = true;
    metrics.close();
  }

  final ReadFrom place() {
    return records.place();
  }

  final void awaitAnswer() {
    dueAt = Mailbox.NEVER;
  }

  final void dueAt(long time) {
    dueAt = time;
  }

  final boolean isPaused() {
    return paused;
  }

  /** Has the fetcher's thread do something, unless the reading is over by then. */
  final void post(Mailbox.Mail mail) {
    context
        .mailbox()
        .post(
            () -> {
              if (!over) {
                MDC.put("split", shard.shardId());
                try {
                  mail.read();
                } finally {
                  MDC.remove("split");
                }
              }
            });
  }

  /** Room for the next answer; 0 if there is none. */
  final long reserve() {
    return context.budget().tryReserve(guess) ? guess : 0;
  }

  /**
   * Hands an answer's records on.
   *
   * @param reserved to be given back when they are emitted
   * @return their bytes
   */
  final long deliver(List<Record> answer, long behind, long reserved) {
    long received = 0;
    for (Record record : answer) {
      received += record.data().asByteArrayUnsafe().length;
    }
    long held = received + BYTES_PER_RECORD * answer.size();
    guess = Math.min(LARGEST_ANSWER, Math.max(SMALLEST_GUESS, 2 * held));
    List<KinesisRecord> fresh = records.take(answer);
    metrics.received(fresh.size(), received, behind);
    expiry.reset();
    if (fresh.isEmpty()) {
      context.budget().release(reserved);
    } else {
      context.budget().correct(reserved, held);
      context.deliver(
          ShardBatch.of(shard.shardId(), fresh, false, () -> context.budget().release(held)));
    }
    return received;
  }

  /** Nothing comes behind what has been delivered. */
  final void end(ShardEnd how) {
    close();
    context.ended(shard.shardId(), how);
  }

  /**
   * A call failed: says when the next step is due, or fails the job.
   *
   * @param forgetPlace takes a new iterator or subscription
   */
  final void failed(Throwable thrown, Runnable forgetPlace) throws IOException {
    Failure failure = Failure.of(thrown);
    metrics.failed();
    dueAt = pacing.failed(context.now());
    switch (failure) {
      case THROTTLED -> metrics.throttled();
      case EXPIRED_ITERATOR -> {
        metrics.iteratorExpired();
        forgetPlace.run();
      }
      case NOT_FOUND -> {
        forgetPlace.run();
        verifying = true;
      }
      case INVALID_ARGUMENT -> {
        if (pacing.failures() >= WRONG_ARGUMENTS) {
          throw unreadable(thrown);
        }
        forgetPlace.run();
      }
      case FATAL -> throw unreadable(thrown);
      case EXPIRED_TOKEN, IN_USE, TRANSIENT -> {}
    }
    if (pacing.exhausted()) {
      throw unreadable(thrown);
    }
    LOG.info(
        "Shard {}: {} ({} in a row), next call in {} ms: {}",
        shard.shardId(),
        failure,
        pacing.failures(),
        (dueAt - context.now()) / 1_000_000,
        Failure.unwrap(thrown).toString());
  }

  private void checked(ExpiryCheck.@Nullable Verdict verdict, @Nullable Throwable failure)
      throws IOException {
    if (verdict == null) {
      expiry.listingFailed(Objects.requireNonNull(failure));
      metrics.failed();
      dueAt = pacing.failed(context.now());
      return;
    }
    switch (verdict) {
      case PRESENT -> {
        verifying = false;
        dueAt = pacing.failed(context.now());
      }
      case UNSURE -> dueAt = pacing.failed(context.now());
      case EXPIRED -> {
        metrics.gap();
        String what =
            "shard %s has expired before it was read to its end: what stood behind %s is lost to the stream's retention"
                .formatted(shard.shardId(), place());
        if (context.failsOnGap()) {
          throw new RecordsLostException(what);
        }
        LOG.warn("Records may be missing: {}", what);
        end(ShardEnd.WITHOUT_CHILDREN);
      }
    }
  }

  private IOException unreadable(Throwable thrown) {
    return new IOException(
        "shard " + shard.shardId() + " cannot be read: " + Failure.unwrap(thrown).getMessage(),
        Failure.unwrap(thrown));
  }
}
