package io.millrace.local.kinesis.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One request.
 *
 * @param operation its name, such as {@code GetRecords}
 * @param body its members
 */
public record Request(String operation, Dialect dialect, JsonNode body) {

  String text(String member) {
    return optionalText(member)
        .orElseThrow(
            () ->
                KinesisError.validation(
                    "Value null at '"
                        + member
                        + "' failed to satisfy constraint: Member must not be null"));
  }

  Optional<String> optionalText(String member) {
    JsonNode value = body.get(member);
    return value == null || value.isNull() ? Optional.empty() : Optional.of(value.asText());
  }

  OptionalLong optionalNumber(String member) {
    JsonNode value = body.get(member);
    return value == null || value.isNull() ? OptionalLong.empty() : OptionalLong.of(value.asLong());
  }

  long number(String member, long least, long most) {
    long value =
        optionalNumber(member)
            .orElseThrow(
                () ->
                    KinesisError.validation(
                        "Value null at '"
                            + member
                            + "' failed to satisfy constraint: Member must not be null"));
    return inRange(member, value, least, most);
  }

  long number(String member, long least, long most, long otherwise) {
    OptionalLong value = optionalNumber(member);
    return value.isPresent() ? inRange(member, value.getAsLong(), least, most) : otherwise;
  }

  /** A member of a part of the request as bytes. */
  static byte[] bytes(JsonNode part, String member) {
    JsonNode value = part.get(member);
    try {
      byte[] bytes = value == null ? null : value.binaryValue();
      if (bytes != null) {
        return bytes;
      }
    } catch (IOException notBase64) {
      throw new KinesisError(400, "SerializationException", member + " is not base64");
    }
    throw KinesisError.validation(
        "Value null at '" + member + "' failed to satisfy constraint: Member must not be null");
  }

  /** Another request, for a part of this one. */
  Request part(JsonNode part) {
    return new Request(operation, dialect, part);
  }

  private static long inRange(String member, long value, long least, long most) {
    if (value < least || value > most) {
      throw KinesisError.validation(
          "Value '"
              + value
              + "' at '"
              + member
              + "' failed to satisfy constraint: Member must have value between "
              + least
              + " and "
              + most);
    }
    return value;
  }
}
