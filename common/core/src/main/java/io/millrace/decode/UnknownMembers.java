package io.millrace.decode;

import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.json.JsonReadContext;
import io.millrace.event.RowWriter;
import java.io.IOException;

/**
 * Collects the members that the contract does not name into one JSON object, each under the names
 * of the objects that hold it; an array's elements are members named by their index: {@code
 * {"coupon":"x","items":{"2":{"gift":true}}}}. That cannot clash, since the names on the way are
 * the contract's.
 */
final class UnknownMembers {

  private final JsonCopier copier;
  private final RowWriter json = new RowWriter();
  private int open;

  UnknownMembers(JsonCopier copier) {
    this.copier = copier;
  }

  void clear() {
    json.clear();
    open = 0;
  }

  /** Adds the parser's current member; {@code value} is its current token. */
  void add(RecordParser parser, JsonReadContext object, String name, JsonToken value)
      throws IOException {
    open(object);
    writeName(name);
    copier.copy(parser, value, json);
  }

  /** Tells that everything deeper than {@code depth} has ended; the record's object is depth 1. */
  void leave(int depth) {
    while (open > depth) {
      json.writeByte('}');
      open--;
    }
  }

  boolean isEmpty() {
    return json.size() == 0;
  }

  /** The JSON, once everything was left. */
  RowWriter json() {
    return json;
  }

  private void open(JsonReadContext context) throws IOException {
    int depth = context.getNestingDepth();
    if (depth <= open) {
      return;
    }
    JsonReadContext parent = context.getParent();
    open(parent);
    if (parent.inObject()) {
      writeName(parent.getCurrentName());
    } else if (parent.inArray()) {
      writeName(Integer.toString(parent.getCurrentIndex()));
    }
    json.writeByte('{');
    open = depth;
  }

  private void writeName(String name) throws IOException {
    if (json.bytes()[json.size() - 1] != '{') {
      json.writeByte(',');
    }
    copier.writeString(name, json);
    json.writeByte(':');
  }
}
