package io.millrace.bench;

import io.millrace.local.feed.Feed;
import io.millrace.local.feed.FeedRecord;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/**
 * The benchmark's stream, events of {@code bench/contracts/clicks.odcs.yaml}: one in twenty a
 * duplicate of one of the 100,000 before it, two milliseconds of event time apart and up to twenty
 * seconds out of order. The same numbers give the same bytes, always, and a shorter stream is the
 * beginning of a longer one.
 *
 * @param hotShare the share of events that are of one country; the others are spread evenly
 * @param bytes about how long an event is: {@value #BYTES} with nine columns, of which {@code
 *     agent} grows if it is to be longer; less, and it has no more than it must
 * @param small how many ids, the first, have only what an event must have, whatever {@code bytes}
 *     says
 */
public record Clicks(long records, int partitions, double hotShare, int bytes, long small)
    implements Feed {

  /** An event's, if nothing else is said. */
  public static final int BYTES = 321;

  /** About how long an event is that has only what it must have. */
  static final int LEAST_BYTES = 110;

  /** One event in so many is a duplicate. */
  static final int EVENTS_A_DUPLICATE = 20;

  static final long MILLIS_AN_EVENT = 2;

  private static final long SEED = 0x5DEECE66DL;
  private static final double DUPLICATES = 1.0 / EVENTS_A_DUPLICATE;
  private static final int DUPLICATE_REACH = 100_000;
  private static final int COUNTRIES = 200;
  private static final int DISORDER_MILLIS = 20_000;
  private static final long START = Instant.parse("2026-03-01T00:00:00Z").toEpochMilli();
  private static final String[] TYPES = {"page_viewed", "clicked", "searched", "added", "ordered"};
  private static final String AGENT = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Safari/";
  private static final int FIRST_OF_SIX_DIGITS = 60_466_176; // Of base 36.
  private static final String[] WORDS = words();

  /** Events of nine columns and {@value #BYTES} bytes. */
  public Clicks(long records, int partitions, double hotShare) {
    this(records, partitions, hotShare, BYTES, 0);
  }

  /** Each record's number among those that are no duplicates: the number of its first copy. */
  void numbers(LongConsumer sink) {
    SplittableRandom random = new SplittableRandom(SEED);
    long next = 0;
    for (long i = 0; i < records; i++) {
      boolean again = random.nextDouble() < DUPLICATES;
      long back = random.nextLong(DUPLICATE_REACH);
      sink.accept(again && next > 0 ? next - 1 - back % next : next++);
    }
  }

  @Override
  public void forEach(Consumer<FeedRecord> sink) {
    long[] position = {0};
    numbers(
        number -> {
          byte[] value = event(number);
          sink.accept(
              new FeedRecord(
                  (int) (position[0]++ % partitions),
                  START + number * MILLIS_AN_EVENT,
                  null,
                  value,
                  List.of()));
        });
  }

  /** The id of the event with this number. */
  static UUID id(long number) {
    SplittableRandom random = new SplittableRandom(number);
    return new UUID(random.nextLong(), random.nextLong());
  }

  private byte[] event(long number) {
    SplittableRandom random = new SplittableRandom(SEED ^ number);
    long time = START + number * MILLIS_AN_EVENT - random.nextInt(DISORDER_MILLIS);
    int country = random.nextDouble() < hotShare ? 0 : random.nextInt(COUNTRIES);
    String session = Long.toHexString(random.nextLong() | Long.MIN_VALUE);
    StringBuilder text = new StringBuilder(400);
    text.append("{\"event_id\":\"").append(id(number));
    text.append("\",\"occurred_at\":\"").append(Instant.ofEpochMilli(time));
    text.append("\",\"type\":\"").append(TYPES[random.nextInt(TYPES.length)]);
    if (bytes < BYTES || number < small) {
      return text.append("\"}").toString().getBytes(StandardCharsets.UTF_8);
    }
    text.append("\",\"user_id\":").append(1 + random.nextInt(5_000_000));
    text.append(",\"session_id\":\"").append(session);
    text.append("\",\"country\":\"").append(countryCode(country));
    text.append("\",\"price\":").append(random.nextInt(100_000) / 100.0);
    text.append(",\"url\":\"https://shop.example/products/").append(random.nextInt(1_000_000));
    text.append("/reviews?page=").append(random.nextInt(100));
    text.append("\",\"agent\":\"").append(AGENT).append(500 + random.nextInt(100));
    while (bytes > BYTES && text.length() + WORDS[0].length() < bytes) {
      text.append(' ').append(WORDS[random.nextInt(WORDS.length)]);
    }
    text.append("\"}");
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static String countryCode(int country) {
    return "" + (char) ('A' + country / 26) + (char) ('A' + country % 26);
  }

  /** For long texts: as many different words as a language's common ones, all of one length. */
  private static String[] words() {
    SplittableRandom random = new SplittableRandom(SEED);
    String[] words = new String[4096];
    for (int i = 0; i < words.length; i++) {
      words[i] =
          Integer.toString(
              random.nextInt(FIRST_OF_SIX_DIGITS, Integer.MAX_VALUE), Character.MAX_RADIX);
    }
    return words;
  }
}
