package io.millrace.kinesis.client;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The parts of {@code arn:aws:kinesis:REGION:ACCOUNT:stream/NAME}. */
public record StreamArn(String region, String stream) {

  private static final Pattern FORM =
      Pattern.compile("arn:[a-z-]+:kinesis:([a-z0-9-]+):[0-9]*:stream/([a-zA-Z0-9_.-]+)");

  /**
   * Reads an ARN.
   *
   * @throws IllegalArgumentException if it is none of a stream
   */
  public static StreamArn of(String text) {
    Matcher arn = FORM.matcher(text);
    if (!arn.matches()) {
      throw new IllegalArgumentException(
          "not the ARN of a stream (arn:aws:kinesis:REGION:ACCOUNT:stream/NAME): " + text);
    }
    return new StreamArn(arn.group(1), arn.group(2));
  }
}
