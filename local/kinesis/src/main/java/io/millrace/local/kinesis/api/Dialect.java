package io.millrace.local.kinesis.api;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.dataformat.cbor.CBORGenerator;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The two forms of requests and answers. They differ in bytes and in times. */
public enum Dialect {
  /** Bytes in base64, times in seconds with a fraction. */
  JSON("application/x-amz-json-1.1"),
  /** Bytes as they are, times in whole milliseconds, marked as times. */
  CBOR("application/x-amz-cbor-1.1");

  private static final int CBOR_TIME = 1;
  private static final ObjectMapper IN_JSON = withTimes(new ObjectMapper());
  private static final ObjectMapper IN_CBOR = withTimes(new CBORMapper());

  private final String contentType;

  Dialect(String contentType) {
    this.contentType = contentType;
  }

  /** The dialect of a request with this content type. */
  public static Dialect of(@Nullable String contentType) {
    return contentType != null && contentType.startsWith(CBOR.contentType) ? CBOR : JSON;
  }

  public String contentType() {
    return contentType;
  }

  /** Reads a request; nothing is an empty one. */
  public JsonNode read(byte[] body) {
    if (body.length == 0) {
      return mapper().createObjectNode();
    }
    try {
      JsonNode node = mapper().readTree(body);
      if (node != null && node.isObject()) {
        return node;
      }
    } catch (IOException malformed) {
      throw new KinesisError(400, "SerializationException", String.valueOf(malformed.getMessage()));
    }
    throw new KinesisError(400, "SerializationException", "The request is not an object");
  }

  /** Writes an answer; an {@link Instant} in it becomes a time. */
  public byte[] write(JsonNode answer) {
    try {
      return mapper().writeValueAsBytes(answer);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  /** A time of a request, in milliseconds. */
  long millis(JsonNode time) {
    return this == CBOR ? time.asLong() : Math.round(time.asDouble() * 1000);
  }

  private ObjectMapper mapper() {
    return this == CBOR ? IN_CBOR : IN_JSON;
  }

  private static ObjectMapper withTimes(ObjectMapper mapper) {
    return mapper.registerModule(new SimpleModule().addSerializer(Instant.class, times()));
  }

  private static JsonSerializer<Instant> times() {
    return new JsonSerializer<>() {
      @Override
      public void serialize(Instant time, JsonGenerator out, SerializerProvider unused)
          throws IOException {
        if (out instanceof CBORGenerator cbor) {
          cbor.writeTag(CBOR_TIME);
          cbor.writeNumber(time.toEpochMilli());
        } else {
          out.writeNumber(time.toEpochMilli() / 1000.0);
        }
      }
    };
  }
}
