package io.millrace.local.feed;

/** Edits sound, compact JSON text by the name of a member; the first one of that name counts. */
final class JsonMembers {

  private JsonMembers() {}

  /** The text with another value for a member. */
  static String replace(String json, String name, String value) {
    int start = valueStart(json, name);
    return json.substring(0, start) + value + json.substring(valueEnd(json, start));
  }

  /** The text without a member that is not the last of its object. */
  static String remove(String json, String name) {
    int start = valueStart(json, name);
    int end = valueEnd(json, start);
    return json.substring(0, start - name.length() - 3) + json.substring(end + 1);
  }

  /** The text with a member twice. */
  static String repeat(String json, String name) {
    int start = valueStart(json, name);
    int end = valueEnd(json, start);
    String member = json.substring(start - name.length() - 3, end);
    return json.substring(0, end) + "," + member + json.substring(end);
  }

  private static int valueStart(String json, String name) {
    String quoted = "\"" + name + "\":";
    int at = json.indexOf(quoted);
    if (at < 0) {
      throw new IllegalArgumentException("no member " + name + " in " + json);
    }
    return at + quoted.length();
  }

  private static int valueEnd(String json, int start) {
    int depth = 0;
    boolean inString = false;
    for (int i = start; i < json.length(); i++) {
      char c = json.charAt(i);
      if (inString) {
        if (c == '\\') {
          i++;
        } else if (c == '"') {
          inString = false;
        }
      } else if (c == '"') {
        inString = true;
      } else if (c == '{' || c == '[') {
        depth++;
      } else if (depth == 0 && (c == ',' || c == '}' || c == ']')) {
        return i;
      } else if (c == '}' || c == ']') {
        depth--;
      }
    }
    return json.length();
  }
}
