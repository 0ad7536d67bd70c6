package io.millrace.decode;

import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.json.JsonReadContext;
import io.millrace.contract.UnknownFieldPolicy;
import io.millrace.event.RejectReason;
import io.millrace.event.RowReader;
import io.millrace.event.RowWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An object with properties. Values are written as they come; when they came in the contract's
 * order, that is the row form already, else they are put in order when the object ends.
 */
final class GroupNode extends Node {

  private final Decoding decoding;
  private final MemberNode[] members;
  private final MemberIndex index;

  /** The members' names in UTF-8 between quotes; empty for one that JSON spells otherwise. */
  private final byte[][] quotedNames;

  private final UnknownFieldPolicy unknownPolicy;
  private final boolean top;

  private final long[] seenIn;
  private final int[] starts;
  private final int[] ends;
  private long generation;

  /**
   * A group.
   *
   * @param top whether this is the record's own object, whose last field is {@code _unknown}
   */
  GroupNode(
      Decoding decoding, List<MemberNode> members, UnknownFieldPolicy unknownPolicy, boolean top) {
    this.decoding = decoding;
    this.members = members.toArray(new MemberNode[0]);
    this.index = new MemberIndex(members.stream().map(MemberNode::jsonName).toList());
    this.quotedNames =
        members.stream().map(member -> quoted(member.jsonName())).toArray(byte[][]::new);
    this.unknownPolicy = unknownPolicy;
    this.top = top;
    seenIn = new long[this.members.length];
    starts = new int[this.members.length];
    ends = new int[this.members.length];
  }

  @Override
  void decode(JsonToken token) throws IOException {
    if (token != JsonToken.START_OBJECT) {
      throw wrongType("an object", token);
    }
    generation++;
    RecordParser parser = decoding.parser;
    RowWriter out = decoding.out;
    JsonReadContext object = parser.getParsingContext();
    int fields = top ? members.length + 1 : members.length;
    int presence = out.presence(fields);
    int last = -1;
    int before = -1;
    boolean ordered = true;
    long names = 0;
    while (true) {
      int at = index.likelyAfter(before);
      JsonToken value = nextLikely(at);
      if (value == null) {
        if (parser.nextToken() != JsonToken.FIELD_NAME) {
          break;
        }
        String name = parser.name();
        at = index.find(name, before);
        if (at < 0) {
          names = names == 0 ? decoding.names.newObject() : names;
          unknownMember(object, name, names);
          continue;
        }
      }
      if (seenIn[at] == generation) {
        throw JsonCopier.duplicateKey();
      }
      seenIn[at] = generation;
      before = at;
      value = value == null ? parser.nextToken() : value;
      if (value == JsonToken.VALUE_NULL) {
        starts[at] = -1;
        continue;
      }
      starts[at] = out.size();
      members[at].decode(decoding, value);
      ends[at] = out.size();
      out.markPresent(presence, at);
      ordered &= at > last;
      last = at;
    }
    requireMembers();
    if (!ordered) {
      putInOrder(presence);
    }
    int depth = parser.getParsingContext().getNestingDepth();
    decoding.unknown.leave(depth);
    if (top && !decoding.unknown.isEmpty()) {
      out.markPresent(presence, members.length);
      RowWriter json = decoding.unknown.json();
      out.writeText(json.bytes(), 0, json.size());
    }
  }

  /** The value's token, if the object's next member is this one and a plain one. */
  private @Nullable JsonToken nextLikely(int at) throws IOException {
    return at < members.length && quotedNames[at].length > 0
        ? decoding.parser.nextMember(quotedNames[at], members[at].jsonName())
        : null;
  }

  private byte[] quoted(String name) {
    byte[] utf8 = ('"' + name + '"').getBytes(StandardCharsets.UTF_8);
    boolean plain = Utf8.endOfPlainText(utf8, 1, utf8.length) == utf8.length - 1;
    return plain && name.length() <= decoding.limits.maxStringLength() ? utf8 : new byte[0];
  }

  private void unknownMember(JsonReadContext object, String name, long names) throws IOException {
    if (!decoding.names.add(names, name)) {
      throw JsonCopier.duplicateKey();
    }
    if (unknownPolicy == UnknownFieldPolicy.REJECT) {
      throw new Fault(RejectReason.UNKNOWN_FIELD, "the contract has no such member");
    }
    RecordParser parser = decoding.parser;
    JsonToken value = parser.nextToken();
    if (unknownPolicy == UnknownFieldPolicy.KEEP && decoding.restricted == 0) {
      decoding.unknown.add(parser, object, name, value);
    } else {
      decoding.copier.copy(parser, value, decoding.discarded.clear());
    }
  }

  private void requireMembers() throws Fault {
    for (int i = 0; i < members.length; i++) {
      RejectReason missing = members[i].missing();
      if (missing != null && (seenIn[i] != generation || starts[i] < 0)) {
        throw new Fault(missing, "it is absent or null", members[i].missingPath());
      }
    }
  }

  /** Copies the presence bits and the values, in the contract's order, to the end and back. */
  private void putInOrder(int presence) {
    RowWriter out = decoding.out;
    int unorderedEnd = out.size();
    int bits = (members.length + (top ? 1 : 0) + 7) >>> 3;
    out.reserve(unorderedEnd - presence);
    byte[] bytes = out.bytes();
    int to = unorderedEnd;
    System.arraycopy(bytes, presence, bytes, to, bits);
    to += bits;
    for (int i = 0; i < members.length; i++) {
      if (seenIn[i] == generation && starts[i] >= 0) {
        int length = ends[i] - starts[i];
        System.arraycopy(bytes, starts[i], bytes, to, length);
        to += length;
      }
    }
    System.arraycopy(bytes, unorderedEnd, bytes, presence, to - unorderedEnd);
    out.truncate(unorderedEnd);
  }

  @Override
  void writeText(RowReader row, int end, RowWriter text) {
    text.writeBytes(row.bytes(), row.at(), end - row.at());
  }

  @Override
  @Nullable Node member(String name) {
    int at = index.find(name, -1);
    return at < 0 ? null : members[at].node();
  }
}
