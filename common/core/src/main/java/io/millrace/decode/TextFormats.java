package io.millrace.decode;

import io.millrace.contract.ValueType.TextFormat;

/** The formats of JSON Schema, on UTF-8 between two indices; none of them goes beyond ASCII. */
final class TextFormats {

  private static final String MAILBOX_SYMBOLS = "!#$%&'*+-/=?^_`{|}~";
  private static final String URI_SYMBOLS = "-._~:/?#@!$&'()*+,;=";
  private static final int LONGEST_LOCAL_PART = 64;

  private TextFormats() {}

  static boolean matches(TextFormat format, byte[] text, int start, int end) {
    return switch (format) {
      case EMAIL -> isEmail(text, start, end);
      case UUID -> isUuid(text, start, end);
      case URI -> isUri(text, start, end);
      case HOSTNAME -> HostFormats.isHostname(text, start, end);
      case IPV4 -> HostFormats.isIpv4(text, start, end);
      case IPV6 -> HostFormats.isIpv6(text, start, end);
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
        && (HostFormats.isHostname(text, at + 1, end) || isAddressLiteral(text, at + 1, end));
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
      } else if (Ascii.isAlphanumeric(b) || (b > 0 && MAILBOX_SYMBOLS.indexOf(b) >= 0)) {
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
    if (HostFormats.isIpv4(text, start + 1, end - 1)) {
      return true;
    }
    String prefix = "ipv6:";
    for (int i = 0; i < prefix.length(); i++) {
      if (start + 1 + i >= end || (text[start + 1 + i] | 0x20) != (prefix.charAt(i) | 0x20)) {
        return false;
      }
    }
    return HostFormats.isIpv6(text, start + 1 + prefix.length(), end - 1);
  }

  /** RFC 9562: 8, 4, 4, 4 and 12 hexadecimal digits of either case, with a dash between them. */
  private static boolean isUuid(byte[] text, int start, int end) {
    return end - start == 36
        && text[start + 8] == '-'
        && text[start + 13] == '-'
        && text[start + 18] == '-'
        && text[start + 23] == '-'
        && areHex(text, start, 8)
        && areHex(text, start + 9, 4)
        && areHex(text, start + 14, 4)
        && areHex(text, start + 19, 4)
        && areHex(text, start + 24, 12);
  }

  /** Whether {@code count} bytes are hexadecimal digits, without a branch a byte. */
  private static boolean areHex(byte[] text, int start, int count) {
    int all = 0;
    for (int i = start; i < start + count; i++) {
      all |= Ascii.hex(text[i]);
    }
    return all >= 0;
  }

  /** RFC 3986: a scheme, a colon, and only what may stand in a URI. */
  private static boolean isUri(byte[] text, int start, int end) {
    int colon = start;
    while (colon < end && text[colon] != ':') {
      byte b = text[colon];
      boolean letter = Ascii.isAlphanumeric(b) && !Ascii.isDigit(b);
      boolean later = Ascii.isDigit(b) || b == '+' || b == '-' || b == '.';
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
        if (i + 2 >= end || Ascii.hex(text[i + 1]) < 0 || Ascii.hex(text[i + 2]) < 0) {
          return false;
        }
        i += 2;
      } else if (b == '[') {
        int close = closingBracket(text, i, end);
        boolean inAuthority =
            i >= colon + 3 && text[colon + 1] == '/' && text[colon + 2] == '/' && !fragment;
        if (!inAuthority || close < 0 || !HostFormats.isIpv6(text, i + 1, close)) {
          return false;
        }
        i = close;
      } else if (b == '#') {
        if (fragment) {
          return false;
        }
        fragment = true;
      } else if (!Ascii.isAlphanumeric(b) && (b <= 0 || URI_SYMBOLS.indexOf(b) < 0)) {
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
      if (!Ascii.isAlphanumeric(text[i]) && text[i] != '+' && text[i] != '/') {
        return false;
      }
    }
    return true;
  }
}
