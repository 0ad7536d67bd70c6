package io.millrace.decode;

/**
 * ISO-8601 dates and times in ASCII, read in one pass. Digits of a second beyond the sixth are cut
 * off. Not thread-safe.
 *
 * <p>Dates are {@code yyyy-MM-dd} with years 0001 to 9999; times {@code HH:mm}, {@code HH:mm:ss} or
 * {@code HH:mm:ss.f…} (a comma serves too), without leap seconds or 24:00; between them {@code T},
 * {@code t} or a space; an offset is {@code Z}, {@code z}, {@code +HH}, {@code +HHmm} or {@code
 * +HH:mm} up to 18 hours.
 */
final class IsoTimes {

  /** What cannot be read. */
  static final long INVALID = Long.MIN_VALUE;

  /** The value has no offset. */
  static final int NO_OFFSET = Integer.MIN_VALUE;

  static final long MICROS_PER_SECOND = 1_000_000;
  static final long MICROS_PER_DAY = 86_400 * MICROS_PER_SECOND;

  private byte[] text = {};
  private int at;
  private int end;
  private int offsetSeconds;

  private void open(byte[] newText, int start, int length) {
    text = newText;
    at = start;
    end = start + length;
  }

  /** Days since 1970-01-01, or {@link #INVALID}. */
  long date(byte[] newText, int start, int length) {
    open(newText, start, length);
    long day = readDate();
    return at == end ? day : INVALID;
  }

  /** Microseconds since midnight, or {@link #INVALID}. */
  long timeOfDay(byte[] newText, int start, int length) {
    open(newText, start, length);
    long micros = readTime();
    return at == end ? micros : INVALID;
  }

  /**
   * Microseconds since the epoch of the date and time as written, without regard to the offset,
   * which {@link #offsetSeconds} then tells; or {@link #INVALID}.
   */
  long dateTime(byte[] newText, int start, int length) {
    open(newText, start, length);
    long day = readDate();
    if (day == INVALID || at == end || !isSeparator(text[at])) {
      return INVALID;
    }
    at++;
    long micros = readTime();
    if (micros == INVALID || !readOffset()) {
      return INVALID;
    }
    return day * MICROS_PER_DAY + micros;
  }

  /** The last date and time's offset from UTC in seconds, or {@link #NO_OFFSET}. */
  int offsetSeconds() {
    return offsetSeconds;
  }

  private static boolean isSeparator(byte b) {
    return b == 'T' || b == 't' || b == ' ';
  }

  private long readDate() {
    if (end - at < 10 || text[at + 4] != '-' || text[at + 7] != '-') {
      return INVALID;
    }
    int century = twoDigits(at);
    int yearOfCentury = twoDigits(at + 2);
    int month = twoDigits(at + 5);
    int day = twoDigits(at + 8);
    if (century < 0 || yearOfCentury < 0) {
      return INVALID;
    }
    int year = century * 100 + yearOfCentury;
    if (year < 1 || month < 1 || month > 12 || day < 1 || day > lengthOfMonth(year, month)) {
      return INVALID;
    }
    at += 10;
    return epochDay(year, month, day);
  }

  private static int lengthOfMonth(int year, int month) {
    if (month == 2) {
      boolean leap = (year & 3) == 0 && (year % 100 != 0 || year % 400 == 0);
      return leap ? 29 : 28;
    }
    return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
  }

  /** Years that begin in March end in their leap day, so that a month's days are a formula. */
  private static long epochDay(int year, int month, int day) {
    int shiftedYear = month <= 2 ? year - 1 : year;
    int era = shiftedYear / 400;
    int yearOfEra = shiftedYear - era * 400;
    int dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    int dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear;
    return era * 146_097L + dayOfEra - 719_468;
  }

  private long readTime() {
    if (end - at < 5 || text[at + 2] != ':') {
      return INVALID;
    }
    int hour = twoDigits(at);
    int minute = twoDigits(at + 3);
    if (hour < 0 || hour > 23 || minute < 0 || minute > 59) {
      return INVALID;
    }
    at += 5;
    int second = 0;
    long micros = 0;
    if (at < end && text[at] == ':') {
      if (end - at < 3) {
        return INVALID;
      }
      second = twoDigits(at + 1);
      if (second < 0 || second > 59) {
        return INVALID;
      }
      at += 3;
      if (at < end && (text[at] == '.' || text[at] == ',')) {
        micros = readFraction();
        if (micros == INVALID) {
          return INVALID;
        }
      }
    }
    return (hour * 3600L + minute * 60L + second) * MICROS_PER_SECOND + micros;
  }

  private long readFraction() {
    at++;
    int start = at;
    long micros = 0;
    while (at < end && text[at] >= '0' && text[at] <= '9') {
      if (at - start < 6) {
        micros = micros * 10 + (text[at] - '0');
      }
      at++;
    }
    for (int digits = at - start; digits < 6; digits++) {
      micros *= 10;
    }
    return at == start ? INVALID : micros;
  }

  private boolean readOffset() {
    if (at == end) {
      offsetSeconds = NO_OFFSET;
      return true;
    }
    byte sign = text[at++];
    if (sign == 'Z' || sign == 'z') {
      offsetSeconds = 0;
      return at == end;
    }
    if ((sign != '+' && sign != '-') || end - at < 2) {
      return false;
    }
    int hours = twoDigits(at);
    at += 2;
    int minutes = 0;
    if (at < end) {
      at += text[at] == ':' ? 1 : 0;
      if (end - at != 2) {
        return false;
      }
      minutes = twoDigits(at);
    }
    if (hours < 0 || minutes < 0 || minutes > 59 || hours * 60 + minutes > 18 * 60) {
      return false;
    }
    int seconds = (hours * 60 + minutes) * 60;
    offsetSeconds = sign == '-' ? -seconds : seconds;
    return true;
  }

  private int twoDigits(int index) {
    int tens = text[index] - '0';
    int ones = text[index + 1] - '0';
    return tens < 0 || tens > 9 || ones < 0 || ones > 9 ? -1 : tens * 10 + ones;
  }
}
