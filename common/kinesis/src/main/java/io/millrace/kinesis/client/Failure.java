package io.millrace.kinesis.client;

import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.kinesis.model.ExpiredIteratorException;
import software.amazon.awssdk.services.kinesis.model.ExpiredNextTokenException;
import software.amazon.awssdk.services.kinesis.model.InvalidArgumentException;
import software.amazon.awssdk.services.kinesis.model.KmsThrottlingException;
import software.amazon.awssdk.services.kinesis.model.LimitExceededException;
import software.amazon.awssdk.services.kinesis.model.ProvisionedThroughputExceededException;
import software.amazon.awssdk.services.kinesis.model.ResourceInUseException;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;

/** What a failed call means. */
public enum Failure {
  /** Too many calls, or too many bytes. */
  THROTTLED,
  /** The iterator is older than five minutes: take a new one. */
  EXPIRED_ITERATOR,
  /** The listing's token is older than five minutes: begin again. */
  EXPIRED_TOKEN,
  /** There is no such stream, shard or consumer, or so it says. */
  NOT_FOUND,
  /** Something is being created, or another subscription still stands. */
  IN_USE,
  /** An argument does not fit: a time before retention, an iterator of another stream. */
  INVALID_ARGUMENT,
  /** The service or the way to it is in trouble: the same call may do later. */
  TRANSIENT,
  /** The same call will fail again: access, keys, or a fault of ours. */
  FATAL;

  /** Of any AWS service, by error code. */
  private static final Set<String> THROTTLING_CODES =
      Set.of(
          "ThrottlingException", "Throttling", "RequestLimitExceeded", "TooManyRequestsException");

  /** Answers with status 400 that pass: credentials are fetched anew, clocks are corrected. */
  private static final Set<String> PASSING_CODES =
      Set.of(
          "ExpiredToken",
          "ExpiredTokenException",
          "RequestExpired",
          "RequestTimeout",
          "RequestTimeoutException",
          "RequestTimeTooSkewed",
          "RequestInTheFuture",
          "InternalFailure");

  /** Names a failure, however deep a future has wrapped it. */
  public static Failure of(Throwable thrown) {
    Throwable cause = unwrap(thrown);
    if (cause instanceof ProvisionedThroughputExceededException
        || cause instanceof LimitExceededException
        || cause instanceof KmsThrottlingException) {
      return THROTTLED;
    } else if (cause instanceof ExpiredIteratorException) {
      return EXPIRED_ITERATOR;
    } else if (cause instanceof ExpiredNextTokenException) {
      return EXPIRED_TOKEN;
    } else if (cause instanceof ResourceNotFoundException) {
      return NOT_FOUND;
    } else if (cause instanceof ResourceInUseException) {
      return IN_USE;
    } else if (cause instanceof InvalidArgumentException) {
      return INVALID_ARGUMENT;
    } else if (cause instanceof AwsServiceException service) {
      return ofService(service);
    }
    // The SDK's own: no connection, cut, timed out. Anything else is a fault of ours.
    return cause instanceof SdkClientException || cause instanceof java.io.IOException
        ? TRANSIENT
        : FATAL;
  }

  /** What the future was ended with. */
  public static Throwable unwrap(Throwable thrown) {
    Throwable cause = thrown;
    while ((cause instanceof CompletionException || cause instanceof ExecutionException)
        && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause;
  }

  private static Failure ofService(AwsServiceException service) {
    String code = service.awsErrorDetails() == null ? null : service.awsErrorDetails().errorCode();
    if (code != null
        && (THROTTLING_CODES.contains(code) || code.toLowerCase(Locale.ROOT).contains("throttl"))) {
      return THROTTLED;
    }
    if (service.statusCode() == 429) {
      return THROTTLED;
    }
    return service.statusCode() >= 500 || (code != null && PASSING_CODES.contains(code))
        ? TRANSIENT
        : FATAL;
  }
}
