package io.millrace.decode;

import com.fasterxml.jackson.core.JsonToken;
import io.millrace.contract.ValueType.ListOf;
import io.millrace.event.RejectReason;
import io.millrace.event.RowReader;
import io.millrace.event.RowWriter;
import java.io.IOException;
import java.util.Arrays;

/** An array. Its elements are written as they come; their count and presence bits go before. */
final class ListNode extends Node {

  private final Decoding decoding;
  private final Node element;
  private final ListOf rules;
  private final int minItems;
  private final int maxItems;
  private final DistinctItems items = new DistinctItems();
  private byte[] presence = new byte[16];

  ListNode(Decoding decoding, Node element, ListOf rules) {
    this.decoding = decoding;
    this.element = element;
    this.rules = rules;
    minItems = rules.minItems() == null ? 0 : rules.minItems();
    maxItems = rules.maxItems() == null ? Integer.MAX_VALUE : rules.maxItems();
  }

  @Override
  void decode(JsonToken token) throws IOException {
    if (token != JsonToken.START_ARRAY) {
      throw wrongType("an array", token);
    }
    RowWriter out = decoding.out;
    RecordParser parser = decoding.parser;
    int base = out.size();
    int count = 0;
    items.clear();
    for (JsonToken item = parser.nextToken();
        item != JsonToken.END_ARRAY;
        item = parser.nextToken()) {
      if (count == maxItems) {
        throw new Fault(RejectReason.TOO_MANY_ITEMS, "more than " + maxItems + " items");
      }
      boolean present = item != JsonToken.VALUE_NULL;
      int start = out.size();
      if (present) {
        element.decode(item);
      } else if (rules.elementRequired()) {
        throw new Fault(RejectReason.MISSING_REQUIRED, "the item is null");
      }
      if (rules.uniqueItems() && !items.add(out.bytes(), base, start, out.size(), present)) {
        throw new Fault(RejectReason.DUPLICATE_ITEMS, "the item equals one before it");
      }
      markPresence(count++, present);
    }
    if (count < minItems) {
      throw new Fault(RejectReason.TOO_FEW_ITEMS, "fewer than " + minItems + " items");
    }
    decoding.unknown.leave(parser.getParsingContext().getNestingDepth());
    writeHead(base, count);
  }

  private void markPresence(int index, boolean present) {
    int at = index >>> 3;
    if (at == presence.length) {
      presence = Arrays.copyOf(presence, at * 2);
    }
    int bit = 1 << (index & 7);
    presence[at] = (byte) (present ? presence[at] | bit : presence[at] & ~bit);
  }

  /** Moves the elements up and writes their count and presence bits into the gap. */
  private void writeHead(int base, int count) {
    RowWriter out = decoding.out;
    int bits = (count + 7) >>> 3;
    if ((count & 7) != 0) {
      presence[bits - 1] &= (byte) ((1 << (count & 7)) - 1);
    }
    int end = out.size();
    out.writeVarint(count);
    int head = out.size() - end + bits;
    out.truncate(end);
    out.shift(base, head);
    end = out.size();
    out.truncate(base);
    out.writeVarint(count);
    out.writeBytes(presence, 0, bits);
    out.truncate(end);
  }

  @Override
  void writeText(RowReader row, int end, RowWriter text) {
    text.writeBytes(row.bytes(), row.at(), end - row.at());
  }

  @Override
  Node element() {
    return element;
  }
}
