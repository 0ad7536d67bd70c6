package io.millrace.decode;

import io.millrace.contract.Field;
import io.millrace.contract.FieldPath;
import io.millrace.contract.StreamContract;
import io.millrace.contract.ValueType;
import io.millrace.event.RejectReason;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Builds a contract's tree of nodes. */
final class NodeTree {

  private final StreamContract contract;
  private final Decoding decoding;
  private final @Nullable KeyedHash hash;

  private NodeTree(StreamContract contract, Decoding decoding, @Nullable KeyedHash hash) {
    this.contract = contract;
    this.decoding = decoding;
    this.hash = hash;
  }

  /**
   * The node of the record's own object.
   *
   * @param hash for restricted fields; null if there are none
   * @throws IllegalArgumentException if the contract names an id or an event time that it does not
   *     have, or two fields of one name
   */
  static GroupNode of(StreamContract contract, Decoding decoding, @Nullable KeyedHash hash) {
    contract.primaryKey().forEach(path -> resolve(contract, path));
    Field time = resolve(contract, contract.eventTime());
    if (time.restricted() || !(time.type() instanceof ValueType.Timestamp)) {
      throw new IllegalArgumentException(
          "the event time " + contract.eventTime() + " is no plain timestamp");
    }
    return new NodeTree(contract, decoding, hash).group(contract.fields(), List.of(), true);
  }

  /** The path in the JSON that a record lacks when its event time is wrong. */
  static String jsonPath(StreamContract contract, FieldPath path) {
    StringBuilder json = new StringBuilder("$");
    List<Field> fields = contract.fields();
    for (String name : path.names()) {
      Field field = find(fields, name, path);
      JsonPaths.appendName(field.jsonName(), json);
      fields = field.type() instanceof ValueType.Group group ? group.fields() : List.of();
    }
    return json.toString();
  }

  private static Field resolve(StreamContract contract, FieldPath path) {
    List<Field> fields = contract.fields();
    Field field = null;
    for (String name : path.names()) {
      field = find(fields, name, path);
      fields = field.type() instanceof ValueType.Group group ? group.fields() : List.of();
    }
    if (field == null) {
      throw new IllegalArgumentException("an empty path");
    }
    return field;
  }

  private static Field find(List<Field> fields, String name, FieldPath path) {
    return fields.stream()
        .filter(field -> field.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("the contract has no field " + path));
  }

  /**
   * A group.
   *
   * @param path where it is; null inside arrays, where neither id nor event time can be
   */
  private GroupNode group(List<Field> fields, @Nullable List<String> path, boolean top) {
    List<MemberNode> members = fields.stream().map(field -> member(field, path)).toList();
    return new GroupNode(decoding, members, contract.onUnknownField(), top);
  }

  private MemberNode member(Field field, @Nullable List<String> parent) {
    List<String> path = null;
    if (parent != null) {
      path = new ArrayList<>(parent);
      path.add(field.name());
    }
    Node node = node(field.type(), path);
    if (field.restricted()) {
      if (hash == null) {
        throw new IllegalArgumentException("no key for restricted fields");
      }
      node = new RestrictedNode(decoding, node, hash);
    }
    if (path == null) {
      return plain(field, node);
    }
    FieldPath here = new FieldPath(path);
    int keyPart = contract.primaryKey().indexOf(here);
    boolean eventTime = contract.eventTime().equals(here);
    for (FieldPath key : contract.primaryKey()) {
      if (startsWith(key, path)) {
        String missing = beneath(field, key, path.size());
        return new MemberNode(
            field.jsonName(), node, RejectReason.MISSING_ID, missing, keyPart, eventTime);
      }
    }
    if (startsWith(contract.eventTime(), path)) {
      String missing = beneath(field, contract.eventTime(), path.size());
      return new MemberNode(
          field.jsonName(), node, RejectReason.MISSING_EVENT_TIME, missing, keyPart, eventTime);
    }
    return plain(field, node);
  }

  private static MemberNode plain(Field field, Node node) {
    RejectReason missing = field.required() ? RejectReason.MISSING_REQUIRED : null;
    return new MemberNode(
        field.jsonName(),
        node,
        missing,
        beneath(field, new FieldPath(List.of(field.name())), 1),
        MemberNode.NONE,
        false);
  }

  private static boolean startsWith(FieldPath path, List<String> names) {
    return path.names().size() >= names.size()
        && path.names().subList(0, names.size()).equals(names);
  }

  /** The JSON path of {@code path} beneath the object that holds {@code field}. */
  private static String beneath(Field field, FieldPath path, int depth) {
    StringBuilder json = new StringBuilder();
    JsonPaths.appendName(field.jsonName(), json);
    Field at = field;
    for (String name : path.names().subList(depth, path.names().size())) {
      List<Field> fields = at.type() instanceof ValueType.Group group ? group.fields() : List.of();
      at = find(fields, name, path);
      JsonPaths.appendName(at.jsonName(), json);
    }
    return json.toString();
  }

  private Node node(ValueType type, @Nullable List<String> path) {
    if (type instanceof ValueType.Text text) {
      return new TextNode(decoding, text);
    } else if (type instanceof ValueType.Whole whole) {
      return new WholeNode(decoding, whole);
    } else if (type instanceof ValueType.Floating floating) {
      return new FloatingNode(decoding, floating);
    } else if (type instanceof ValueType.Decimal decimal) {
      return new DecimalNode(decoding, decimal);
    } else if (type instanceof ValueType.Bool) {
      return new PlainNodes.BoolNode(decoding);
    } else if (type instanceof ValueType.Date date) {
      return new TimeNodes.DateNode(decoding, date);
    } else if (type instanceof ValueType.TimeOfDay time) {
      return new TimeNodes.TimeOfDayNode(decoding, time);
    } else if (type instanceof ValueType.Timestamp timestamp) {
      return new TimeNodes.TimestampNode(decoding, timestamp);
    } else if (type instanceof ValueType.Group group) {
      return group(group.fields(), path, false);
    } else if (type instanceof ValueType.ListOf list) {
      return new ListNode(decoding, node(list.element(), null), list);
    } else if (type instanceof ValueType.Json) {
      return new PlainNodes.JsonNode(decoding);
    }
    throw new IllegalStateException("unknown type " + type);
  }
}
