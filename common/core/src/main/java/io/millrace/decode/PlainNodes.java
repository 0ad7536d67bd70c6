package io.millrace.decode;

import com.fasterxml.jackson.core.JsonToken;
import io.millrace.event.RowReader;
import io.millrace.event.RowWriter;
import java.io.IOException;

/** The types without rules. */
final class PlainNodes {

  private PlainNodes() {}

  /** {@code true} or {@code false}. */
  static final class BoolNode extends Node {
    private final Decoding decoding;

    BoolNode(Decoding decoding) {
      this.decoding = decoding;
    }

    @Override
    void decode(JsonToken token) throws IOException {
      if (token != JsonToken.VALUE_TRUE && token != JsonToken.VALUE_FALSE) {
        throw wrongType("a boolean", token);
      }
      decoding.out.writeBoolean(token == JsonToken.VALUE_TRUE);
    }

    @Override
    void writeText(RowReader row, int end, RowWriter text) {
      writeAscii(Boolean.toString(row.readBoolean()), text);
    }
  }

  /** Any value but null, kept as compact JSON. */
  static final class JsonNode extends Node {
    private final Decoding decoding;
    private final RowWriter json = new RowWriter();

    JsonNode(Decoding decoding) {
      this.decoding = decoding;
    }

    @Override
    void decode(JsonToken token) throws IOException {
      decoding.copier.copy(decoding.parser, token, json.clear());
      decoding.out.writeText(json.bytes(), 0, json.size());
    }

    @Override
    void writeText(RowReader row, int end, RowWriter text) {
      int length = row.readVarint();
      text.writeBytes(row.bytes(), row.skip(length), length);
    }
  }
}
