package io.millrace.decode;

/** Host names and addresses in ASCII, between two indices. */
final class HostFormats {

  private static final int LONGEST_HOST = 253;

  private HostFormats() {}

  /** RFC 1123: labels of 1 to 63 letters, digits and inner hyphens. */
  static boolean isHostname(byte[] text, int start, int end) {
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
      } else if (!Ascii.isAlphanumeric(text[i]) && text[i] != '-') {
        return false;
      }
    }
    return true;
  }

  static boolean isIpv4(byte[] text, int start, int end) {
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
      } else if (Ascii.isDigit(text[i]) && digits < 3 && !(digits == 1 && value == 0)) {
        value = value * 10 + (text[i] - '0');
        digits++;
      } else {
        return false;
      }
    }
    return parts == 4;
  }

  /** RFC 4291 without a zone: eight groups, {@code ::} for a run of zeros, or IPv4 at the end. */
  static boolean isIpv6(byte[] text, int start, int end) {
    int groups = 0;
    boolean compressed = false;
    int i = start;
    if (end - start >= 2 && text[i] == ':' && text[i + 1] == ':') {
      compressed = true;
      i += 2;
    }
    while (i < end) {
      int digits = 0;
      while (i + digits < end && digits < 5 && Ascii.hex(text[i + digits]) >= 0) {
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
}
