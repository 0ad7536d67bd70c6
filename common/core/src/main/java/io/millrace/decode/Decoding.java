package io.millrace.decode;

import io.millrace.event.RowReader;
import io.millrace.event.RowWriter;

/**
 * What the nodes of one decoder share: the parser, the row as far as it is written, and what was
 * noted on the way. One thread's; reused for every record.
 */
final class Decoding {

  final DecodeLimits limits;
  final MemberNames names = new MemberNames();
  final JsonCopier copier = new JsonCopier(names);
  final UnknownMembers unknown = new UnknownMembers(copier);
  final RowWriter out = new RowWriter(4096);
  final RowWriter discarded = new RowWriter(64);
  final RowReader reader = new RowReader();
  final EventKey key;

  RecordParser parser;

  /** How many restricted values the parser is in: nothing inside one may be kept as it is. */
  int restricted;

  /** The last timestamp that was decoded, in microseconds. */
  long timestamp;

  long eventTime;

  Decoding(DecodeLimits limits, int keyParts) {
    this.limits = limits;
    key = new EventKey(keyParts);
    parser = new RecordParser(limits);
  }

  void open(byte[] record) {
    if (parser.full()) {
      parser = new RecordParser(limits);
    }
    parser.open(record);
    names.clear();
    unknown.clear();
    out.clear();
    key.clear();
    restricted = 0;
  }
}
