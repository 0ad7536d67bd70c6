package io.millrace.local.kinesis.api;

/** An error as the service names it. */
public final class KinesisError extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final int status;
  private final String type;

  public KinesisError(int status, String type, String message) {
    super(message, null, false, false);
    this.status = status;
    this.type = type;
  }

  /** The HTTP status. */
  public int status() {
    return status;
  }

  /** The name of the error, such as {@code ResourceNotFoundException}. */
  public String type() {
    return type;
  }

  static KinesisError notFound(String message) {
    return new KinesisError(400, "ResourceNotFoundException", message);
  }

  static KinesisError invalidArgument(String message) {
    return new KinesisError(400, "InvalidArgumentException", message);
  }

  static KinesisError validation(String message) {
    return new KinesisError(400, "ValidationException", "1 validation error detected: " + message);
  }

  static KinesisError inUse(String message) {
    return new KinesisError(400, "ResourceInUseException", message);
  }

  static KinesisError limitExceeded(String message) {
    return new KinesisError(400, "LimitExceededException", message);
  }

  static KinesisError throttled(String shard, String stream) {
    return new KinesisError(
        400,
        "ProvisionedThroughputExceededException",
        "Rate exceeded for shard " + shard + " in stream " + stream);
  }
}
