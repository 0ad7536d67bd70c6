package io.millrace.decode;

import com.fasterxml.jackson.core.json.JsonReadContext;
import org.jspecify.annotations.Nullable;

/** Where a parser stands, as a JSON path: {@code $.items[2].price}. Built only for rejections. */
final class JsonPaths {

  private static final int LONGEST_NAME = 200;

  private JsonPaths() {}

  /**
   * The path of {@code context}'s current member or element.
   *
   * @param root the contract's node tree
   * @param guarded whether names that the contract does not know are left out ({@code ?}), since
   *     they may hold what the contract protects
   */
  static String of(JsonReadContext context, Node root, boolean guarded) {
    StringBuilder path = new StringBuilder("$");
    append(context, root, guarded, path);
    return path.toString();
  }

  /** Appends the steps to {@code context}'s current value and returns the node it belongs to. */
  private static @Nullable Node append(
      JsonReadContext context, Node root, boolean guarded, StringBuilder path) {
    JsonReadContext parent = context.getParent();
    if (parent == null) {
      return root;
    }
    Node holder = append(parent, root, guarded, path);
    if (context.inArray()) {
      if (context.hasCurrentIndex()) {
        path.append('[').append(context.getCurrentIndex()).append(']');
      }
      return holder == null ? null : holder.element();
    }
    String name = context.getCurrentName();
    if (name == null) {
      return holder;
    }
    Node member = holder == null ? null : holder.member(name);
    if (member == null && guarded) {
      path.append(".?");
    } else {
      appendName(name, path);
    }
    return member;
  }

  /** Appends {@code .name}, or {@code ['name']} where it is not a plain name. */
  static void appendName(String name, StringBuilder path) {
    boolean plain = !name.isEmpty() && name.length() <= LONGEST_NAME;
    for (int i = 0; plain && i < name.length(); i++) {
      char c = name.charAt(i);
      plain = Character.isLetterOrDigit(c) || c == '_' || c == '-';
    }
    if (plain) {
      path.append('.').append(name);
      return;
    }
    path.append("['");
    int end =
        name.offsetByCodePoints(0, Math.min(name.codePointCount(0, name.length()), LONGEST_NAME));
    name.substring(0, end).codePoints().forEach(c -> appendCodePoint(c, path));
    path.append(end < name.length() ? "…']" : "']");
  }

  private static void appendCodePoint(int c, StringBuilder path) {
    if (c == '\'' || c == '\\') {
      path.append('\\').append((char) c);
    } else if (Character.isISOControl(c) || (c >= 0xd800 && c <= 0xdfff)) {
      path.append(String.format("\\u%04x", c));
    } else {
      path.appendCodePoint(c);
    }
  }
}
