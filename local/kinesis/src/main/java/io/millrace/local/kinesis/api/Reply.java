package io.millrace.local.kinesis.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.netty.buffer.ByteBuf;

/** What an operation answers. */
public sealed interface Reply {

  /** An answer to be written in the request's dialect. */
  record Body(JsonNode answer) implements Reply {}

  /** An answer that is already written; the receiver releases it. */
  record Bytes(ByteBuf answer) implements Reply {}

  /** Events, in JSON whatever the request was. */
  record Events(Subscription subscription) implements Reply {}
}
