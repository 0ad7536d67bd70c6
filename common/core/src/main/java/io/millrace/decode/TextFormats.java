package io.millrace.decode;

import io.millrace.contract.ValueType.TextFormat;

/** The formats of JSON Schema, on UTF-8 between two indices; none of them goes beyond ASCII. */
final class TextFormats {

  private static final String MAILBOX_SYMBOLS = "!#$%&'*+-/=?^_`{|}~";
  private static final String URI_SYMBOLS = "-._~:/?#@!$&'()*+,;=";
  private static final int LONGEST_LOCAL_PART = 64;
  private static final int LONGEST_HOST = 253;

  private TextFormats() {}

  static boolean matches(TextFormat format, byte[] text, int start, int end) {
    return switch (format) {
      case EMAIL -> isEmail(text, start, end);
      case UUID -> isUuid(text, start, end);
      case URI -> isUri(text, start, end);
      case HOSTNAME -> isHostname(text, start, end);
      case IPV4 -> isIpv4(text, start, end);
      case IPV6 -> isIpv6(text, start, end);
      case BYTE -> isBase64(text, start, end);
    };
  }

  /** RFC 5321: a dot-string or a quoted string, {@code @}, a host name or a literal address. */
  private static boolean isEmail(byte[] text, int start, int end) {
    int at = end - 1;
    while (at > start && text[at] != '@') {
      at--;
    }
    if (at <= start || at - start > LONGEST_LOCAL_PART) {
      return false;
    }
    boolean quoted = text[start] == '"';
    return (quoted ? isQuoted(text, start, at) : isDotString(text, start, at))
        && (isHostname(text, at + 1, end) || isAddressLiteral(text, at + 1, end));
  }

  private static boolean isDotString(byte[] text, int start, int end) {
    boolean afterDot = true;
    for (int i = start; i < end; i++) {
      byte b = text[i];
      if (b == '.') {
        if (afterDot) {
          return false;
        }
        afterDot = true;
      } else if (isAlphanumeric(b) || (b > 0 && MAILBOX_SYMBOLS.indexOf(b) >= 0)) {
        afterDot = false;
      } else {
        return false;
      }
    }
    return !afterDot;
  }

  private static boolean isQuoted(byte[] text, int start, int end) {
    if (end - start < 2 || text[end - 1] != '"') {
      return false;
    }
    for (int i = start + 1; i < end - 1; i++) {
      if (text[i] == '\\') {
        i++;
        if (i == end - 1) {
          return false;
        }
      } else if (text[i] == '"') {
        return false;
      }
      if (text[i] < ' ' || text[i] > '~') {
        return false;
      }
    }
    return true;
  }

  private static boolean isAddressLiteral(byte[] text, int start, int end) {
    if (end - start < 3 || text[start] != '[' || text[end - 1] != ']') {
      return false;
    }
    if (isIpv4(text, start + 1, end - 1)) {
      return true;
    }
    String prefix = "ipv6:";
    for (int i = 0; i < prefix.length(); i++) {
      if (start + 1 + i >= end || (text[start + 1 + i] | 0x20) != (prefix.charAt(i) | 0x20)) {
        return false;
      }
    }
    return isIpv6(text, start + 1 + prefix.length(), end - 1);
  }

  private static boolean isUuid(byte[] text, int start, int end) {
    if (end - start != 36) {
      return false;
    }
    for (int i = 0; i < 36; i++) {
      byte b = text[start + i];
      boolean dash = i == 8 || i == 13 || i == 18 || i == 23;
      if (dash ? b != '-' : hex(b) < 0) {
        return false;
      }
    }
    return true;
  }

  /** RFC 3986: a scheme, a colon, and only what may stand in a URI. */
  private static boolean isUri(byte[] text, int start, int end) {
    int colon = start;
    while (colon < end && text[colon] != ':') {
      byte b = text[colon];
      boolean letter = isAlphanumeric(b) && !isDigit(b);
      boolean later = isDigit(b) || b == '+' || b == '-' || b == '.';
      if (!letter && (colon == start || !later)) {
        return false;
      }
      colon++;
    }
    if (colon == start || colon >= end) {
      return false;
    }
    boolean fragment = false;
    for (int i = colon + 1; i < end; i++) {
      byte b = text[i];
      if (b == '%') {
        if (i + 2 >= end || hex(text[i + 1]) < 0 || hex(text[i + 2]) < 0) {
          return false;
        }
        i += 2;
      } else if (b == '[') {
        int close = closingBracket(text, i, end);
        boolean inAuthority =
            i >= colon + 3 && text[colon + 1] == '/' && text[colon + 2] == '/' && !fragment;
        if (!inAuthority || close < 0 || !isIpv6(text, i + 1, close)) {
          return false;
        }
        i = close;
      } else if (b == '#') {
        if (fragment) {
          return false;
        }
        fragment = true;
      } else if (!isAlphanumeric(b) && (b <= 0 || URI_SYMBOLS.indexOf(b) < 0)) {
        return false;
      }
    }
    return true;
  }

  private static int closingBracket(byte[] text, int start, int end) {
    for (int i = start; i < end; i++) {
      if (text[i] == ']') {
        return i;
      }
    }
    return -1;
  }

  /** RFC 1123: labels of 1 to 63 letters, digits and inner hyphens. */
  private static boolean isHostname(byte[] text, int start, int end) {
    if (end - start < 1 || end - start > LONGEST_HOST) {
      return false;
    }
    int label = start;
    for (int i = start; i <= end; i++) {
      if (i == end || text[i] == '.') {
        if (i == label || i - label > 63 || text[label] == '-' || text[i - 1] == '-') {
          return false;
        }
        label = i + 1;
      } else if (!isAlphanumeric(text[i]) && text[i] != '-') {
        return false;
      }
    }
    return true;
  }

  private static boolean isIpv4(byte[] text, int start, int end) {
    int parts = 0;
    int digits = 0;
    int value = 0;
    for (int i = start; i <= end; i++) {
      if (i == end || text[i] == '.') {
        if (digits == 0 || value > 255) {
          return false;
        }
        parts++;
        digits = 0;
        value = 0;
      } else if (isDigit(text[i]) && digits < 3 && !(digits == 1 && value == 0)) {
        value = value * 10 + (text[i] - '0');
        digits++;
      } else {
        return false;
      }
    }
    return parts == 4;
  }

  /** RFC 4291 without a zone: eight groups, {@code ::} for a run of zeros, or IPv4 at the end. */
  private static boolean isIpv6(byte[] text, int start, int end) {
    int groups = 0;
    boolean compressed = false;
    int i = start;
    if (end - start >= 2 && text[i] == ':' && text[i + 1] == ':') {
      compressed = true;
      i += 2;
    }
    while (i < end) {
      int digits = 0;
      while (i + digits < end && digits < 5 && hex(text[i + digits]) >= 0) {
        digits++;
      }
      int after = i + digits;
      if (after < end && text[after] == '.') {
        return isIpv4(text, i, end) && (compressed ? groups + 2 < 8 : groups + 2 == 8);
      }
      if (digits == 0 || digits > 4 || ++groups > 8) {
        return false;
      }
      i = after;
      if (i == end) {
        break;
      }
      if (text[i] != ':') {
        return false;
      }
      i++;
      if (i == end) {
        return false;
      }
      if (text[i] == ':') {
        if (compressed) {
          return false;
        }
        compressed = true;
        i++;
      }
    }
    return compressed ? groups < 8 : groups == 8;
  }

  /** RFC 4648 with padding. */
  private static boolean isBase64(byte[] text, int start, int end) {
    if ((end - start) % 4 != 0) {
      return false;
    }
    int content = end;
    while (content > start && end - content < 2 && text[content - 1] == '=') {
      content--;
    }
    for (int i = start; i < content; i++) {
      if (!isAlphanumeric(text[i]) && text[i] != '+' && text[i] != '/') {
        return false;
      }
    }
    return true;
  }

  private static boolean isDigit(byte b) {
    return b >= '0' && b <= '9';
  }

  private static boolean isAlphanumeric(byte b) {
    return isDigit(b) || (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z');
  }

  private static int hex(byte b) {
    return Character.digit(b, 16);
  }
}
