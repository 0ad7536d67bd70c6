package io.millrace.local.kinesis;

/** What can be made to go wrong. */
public enum Trouble {
  /** {@code ProvisionedThroughputExceededException}; on PutRecords, for the records of a shard. */
  THROTTLE,
  /** {@code LimitExceededException}, as for too many calls of ListShards. */
  LIMIT_EXCEEDED,
  /** HTTP 500, {@code InternalFailure}. */
  INTERNAL_FAILURE,
  /** HTTP 503, {@code ServiceUnavailable}. */
  UNAVAILABLE,
  /** The work is done {@link Fault#delayMillis} later. */
  DELAY,
  /** The connection is closed before the work. */
  CUT,
  /** The work is done, and the connection closed without an answer. */
  CUT_AFTER,
  /** {@code ExpiredIteratorException}, for GetRecords. */
  EXPIRED_ITERATOR,
  /** {@code ExpiredNextTokenException}, for lists with a token. */
  EXPIRED_TOKEN,
  /** {@code ResourceNotFoundException}. */
  NOT_FOUND,
  /** {@code ResourceInUseException}. */
  IN_USE,
  /** {@code AccessDeniedException}. */
  ACCESS_DENIED,
  /** GetRecords answers without records, though there are some: legal at any time. */
  EMPTY_PAGE,
  /** The shard is in no list and not found, as if its time had come. Needs a shard. */
  LOST_SHARD
}
