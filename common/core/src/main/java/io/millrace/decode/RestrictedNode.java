package io.millrace.decode;

import com.fasterxml.jackson.core.JsonToken;
import io.millrace.event.RowReader;
import io.millrace.event.RowWriter;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Checks a value by its own rules, then keeps only the keyed hash of its canonical text. */
final class RestrictedNode extends Node {

  private final Decoding decoding;
  private final Node value;
  private final KeyedHash hash;
  private final RowWriter text = new RowWriter(64);

  RestrictedNode(Decoding decoding, Node value, KeyedHash hash) {
    this.decoding = decoding;
    this.value = value;
    this.hash = hash;
  }

  @Override
  void decode(JsonToken token) throws IOException {
    RowWriter out = decoding.out;
    int start = out.size();
    decoding.restricted++;
    value.decode(token);
    decoding.restricted--;
    value.writeText(decoding.reader.open(out.bytes(), start), out.size(), text.clear());
    out.truncate(start);
    out.writeText(hash.of(text.bytes(), text.size()));
  }

  @Override
  void writeText(RowReader row, int end, RowWriter to) {
    int length = row.readVarint();
    to.writeBytes(row.bytes(), row.skip(length), length);
  }

  @Override
  @Nullable Node member(String name) {
    return value.member(name);
  }

  @Override
  @Nullable Node element() {
    return value.element();
  }
}
