package io.millrace.local.feed;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.event.SourceRecord.Header;
import io.millrace.local.feed.StorefrontPlan.Kind;
import io.millrace.local.feed.StorefrontPlan.Step;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes the records of a {@link StorefrontPlan}. An event's text depends on the seed, its number
 * and its time alone, so a duplicate is had by writing it again. Not thread-safe.
 */
final class StorefrontEvents {

  private static final String[] COUNTRIES = {
    "DE", "DE", "DE", "FR", "FR", "GB", "NL", "AT", "CH", "PL", "ES", "IT", "US", "US", "JP", "IN"
  };
  private static final String[] KINDS = {"phone", "phone", "phone", "desktop", "desktop", "tablet"};
  private static final String[] SYSTEMS = {"Android 16", "iOS 19", "Windows 11", "macOS", "Linux"};
  private static final String[] METHODS = {"card", "card", "paypal", "invoice", "voucher"};
  private static final String[] PAGES = {"/", "/new", "/sale", "/search?q=mug", "/help#returns"};
  private static final int[] WIDTHS = {390, 412, 820, 1366, 1920, 2560};
  private static final String[] OPTIONS = {"red", "blue", "gr\u00fcn", "S", "M", "L", "XL"};

  private static final List<Header> NO_HEADERS = List.of();
  private static final List<Header> FROM_WEB =
      List.of(new Header("producer", "web-3".getBytes(US_ASCII)));
  private static final List<Header> TRACED =
      List.of(
          new Header("producer", "app-1".getBytes(US_ASCII)),
          new Header("traceparent", "00-0af7651916cd43dd8448eb211c80319c-01".getBytes(US_ASCII)),
          new Header("producer", "relay-2".getBytes(US_ASCII)),
          new Header("debug", null));

  private final long seed;
  private final StorefrontPlan plan;
  private final StringBuilder text = new StringBuilder(1024);
  private final IsoTime time = new IsoTime();

  /** The event's mixed numbers, one a {@link #draw}. */
  private long event;

  private int use;

  StorefrontEvents(long seed, StorefrontPlan plan) {
    this.seed = seed;
    this.plan = plan;
  }

  FeedRecord write(Step step) {
    long visitor = plan.visitor(step.event());
    byte[] key = step.event() % 50 == 7 ? null : visitorId(visitor).getBytes(US_ASCII);
    List<Header> headers =
        switch ((int) (step.event() % 8)) {
          case 0, 1 -> FROM_WEB;
          case 2 -> TRACED;
          default -> NO_HEADERS;
        };
    return new FeedRecord(step.partition(), step.recordTime(), key, value(step), headers);
  }

  /** The id of an event: a random (version 4) UUID's text. */
  static void appendId(StringBuilder text, long seed, long event) {
    long high = (Mix.of(seed, event, -1) & 0xffffffffffff0fffL) | 0x4000L;
    long low = (Mix.of(seed, event, -2) & 0x3fffffffffffffffL) | 0x8000000000000000L;
    hex(text, high >>> 32, 8);
    hex(text.append('-'), high >>> 16, 4);
    hex(text.append('-'), high, 4);
    hex(text.append('-'), low >>> 48, 4);
    hex(text.append('-'), low, 12);
  }

  private byte @Nullable [] value(Step step) {
    Breakage breakage = step.breakage();
    if (breakage != null) {
      return breakage.damage(json(step, true, 0));
    }
    if (step.kind() == Kind.CONFLICTING) {
      String json = json(step, false, 0);
      String country = step.variant() % 2 == 0 ? "\"XK\"" : "\"AQ\"";
      return JsonMembers.replace(json, "country", country).getBytes(UTF_8);
    }
    return json(step, false, step.kind() == Kind.DUPLICATE ? step.variant() : 0).getBytes(UTF_8);
  }

  /**
   * An event's text.
   *
   * @param complete an order with every member there is, whatever the event's type
   * @param variant of the same columns: 5 with white space, 6 with its time at another offset
   */
  private String json(Step step, boolean complete, int variant) {
    event = step.event();
    use = 0;
    text.setLength(0);
    int type = complete ? 84 : draw(100);
    boolean order = type >= 84 && type < 93;
    boolean payment = type >= 93;
    text.append(variant == 5 ? " {\n  \"event_id\": \"" : "{\"event_id\":\"");
    appendId(text, seed, event);
    text.append("\",\"type\":\"").append(typeName(type)).append("\",\"occurred_at\":\"");
    boolean elsewhere = draw(8) == 0;
    time.append(text, step.eventTime(), elsewhere != (variant == 6));
    text.append("\",\"visitor_id\":\"").append(visitorId(plan.visitor(event))).append('"');
    if (complete || order || payment || draw(3) == 0) {
      customer(complete);
    }
    text.append(",\"country\":\"").append(COUNTRIES[draw(COUNTRIES.length)]).append('"');
    device();
    page(complete);
    if (order || payment) {
      text.append(",\"order_id\":\"O-").append(100_000_000 + draw(900_000_000));
      text.append("\",\"currency\":\"").append(draw(4) == 0 ? "USD" : "EUR").append('"');
      decimal(text.append(",\"total\":"), 100 + draw(50_000), 2);
    }
    if (complete || (order && draw(3) == 0)) {
      text.append(",\"discount_rate\":0.").append(draw(2) == 0 ? "05" : "25");
    }
    if (order || (type >= 70 && type < 84)) {
      items();
    }
    if (complete || payment) {
      payment(type);
    }
    if (complete || (order && draw(4) == 0)) {
      text.append(",\"coupons\":[\"SAVE").append(draw(10)).append("\",\"SPRING\"]");
    }
    if (complete || (order && draw(2) == 0)) {
      text.append(",\"delivery_slot\":\"").append(10 + draw(10)).append(":30:00\"");
    }
    if (complete || draw(5) == 0) {
      text.append(",\"context\":{\"campaign\":\"")
          .append(draw(40))
          .append("-\u2600\ud83c\udf81\",");
      text.append("\"tests\":[{\"id\":").append(draw(9)).append(",\"arm\":\"b\"},null,1.50]}");
    }
    if (draw(50) == 0) {
      text.append(",\"shop_build\":\"2026.").append(draw(50)).append("\",\"beta\":true");
    }
    return text.append(variant == 5 ? " }\n" : "}").toString();
  }

  private void customer(boolean complete) {
    int user = 1 + draw(80_000);
    text.append(",\"user_id\":").append(user);
    if (complete || draw(2) == 0) {
      text.append(",\"email\":\"user.").append(user).append("@example.com\"");
    } else if (draw(4) == 0) {
      text.append(",\"email\":null");
    }
  }

  private void device() {
    text.append(",\"device\":{\"kind\":\"").append(KINDS[draw(KINDS.length)]).append('"');
    text.append(",\"os\":\"").append(SYSTEMS[draw(SYSTEMS.length)]).append('"');
    text.append(",\"appVersion\":\"4.").append(draw(20)).append(".0\"");
    text.append(",\"screen\":{\"width\":").append(WIDTHS[draw(WIDTHS.length)]);
    text.append(",\"height\":").append(700 + draw(900)).append("}}");
  }

  private void page(boolean complete) {
    if (complete || draw(20) != 0) {
      text.append(",\"page_url\":\"https://shop.example.com");
      if (draw(3) == 0) {
        text.append(PAGES[draw(PAGES.length)]).append('"');
      } else {
        text.append("/p/").append(draw(5_000)).append('"');
      }
    }
    if (draw(4) == 0) {
      text.append(",\"referrer\":\"https://search.example/?q=caf\u00e9+\\\"mug\\\"\"");
    }
  }

  private void items() {
    text.append(",\"items\":[");
    int count = 1 + draw(3);
    for (int i = 0; i < count; i++) {
      text.append(i == 0 ? "" : ",").append("{\"sku\":\"MU-").append(1_000 + draw(9_000));
      text.append("\",\"quantity\":").append(1 + draw(4));
      decimal(text.append(",\"unit_price\":"), 5_000 + draw(900_000), 4);
      if (draw(2) == 0) {
        int option = draw(OPTIONS.length - 1);
        text.append(",\"options\":[\"").append(OPTIONS[option]).append("\",\"");
        text.append(OPTIONS[option + 1]).append("\"]");
      }
      text.append('}');
    }
    text.append(']');
  }

  private void payment(int type) {
    int method = draw(METHODS.length);
    text.append(",\"payment\":{\"method\":\"").append(METHODS[method]);
    text.append("\",\"approved\":").append(type != 99);
    if (method < 3) {
      decimal(text.append(",\"fee\":"), draw(30_000), 4);
    } else if (method == 3) {
      text.append(",\"due_on\":\"2026-12-").append(10 + draw(20)).append('"');
    }
    text.append('}');
  }

  private static String typeName(int type) {
    if (type < 70) {
      return "page_viewed";
    } else if (type < 84) {
      return "cart_changed";
    } else if (type < 91) {
      return "order_placed";
    } else if (type < 93) {
      return "order_changed";
    }
    return type < 99 ? "payment_received" : "payment_failed";
  }

  private static String visitorId(long visitor) {
    return "v-" + visitor;
  }

  private int draw(int bound) {
    return Mix.below(Mix.of(seed, event, 16 + use++), bound);
  }

  private static void decimal(StringBuilder text, int unscaled, int scale) {
    int unit = scale == 2 ? 100 : 10_000;
    text.append(unscaled / unit).append('.');
    String fraction = Integer.toString(unit + unscaled % unit);
    text.append(fraction, 1, fraction.length());
  }

  private static void hex(StringBuilder text, long bits, int digits) {
    for (int shift = 4 * (digits - 1); shift >= 0; shift -= 4) {
      text.append(Character.forDigit((int) (bits >>> shift) & 15, 16));
    }
  }
}
