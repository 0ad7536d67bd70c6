package io.millrace.bench.storefront;

import io.millrace.bench.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The storefront contract as {@link MarkedStorefront} needs it, with more windows. */
public final class StorefrontContract {

  /** What the shipped contract lacks: a cumulative window, and sessions that are often cut. */
  private static final String MORE_ROLLUPS =
      """
                - name: day_so_far
                  window: { type: cumulative, size: P1D, step: PT15M }
                  where: { total: { notNull: true } }
                  groupBy: [country]
                  measures:
                    orders: { count: "*" }
                    revenue: { sum: total }
                    mean: { avg: total }
                    smallest: { min: total }
                    discounts: { sum: discount_rate }
                    last_page: { max: page_url }
                    buyers: { approxDistinct: user_id }
                    middle: { quantile: total, q: 0.5 }
      """;

  private static final String MORE_SESSIONS =
      """
                - name: glances
                  key: [visitor_id]
                  gap: PT10M
                  maxLength: PT20M
                  first: [page_url, referrer]
                  last: [page_url]
                  measures:
                    pages: { count: page_url }
                    spent: { sum: total }
      """;

  private StorefrontContract() {}

  /** The shipped contract with more windows, and a cut-off after the latest unmarked event. */
  public static Path in(Path folder, String stream) throws IOException {
    String shipped = Checkout.text("schemas/storefront.odcs.yaml");
    String sessions = "      - property: sessions\n";
    String service = "slaProperties:\n";
    String text =
        shipped
            .replace(
                "{ property: allowedLateness, value: PT1H }",
                "{ property: allowedLateness, value: %s }"
                    .formatted(MarkedStorefront.MOST_LATE.plusMinutes(5)))
            .replace(sessions, MORE_ROLLUPS + sessions)
            .replace(service, MORE_SESSIONS + service);
    Files.createDirectories(folder);
    return Files.writeString(folder.resolve(stream + ".odcs.yaml"), text);
  }
}
