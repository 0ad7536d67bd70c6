package io.millrace.bench.storefront;

import io.millrace.bench.Checkout;
import java.util.List;
import java.util.regex.Pattern;

/** The SQL that a page shows to users, so that tests run just that. */
public final class DocumentedSql {

  private static final Pattern BLOCK = Pattern.compile("(?s)```sql\n(.*?)\n```");

  private DocumentedSql() {}

  /** The one block of a page whose first line has {@code title}; without the semicolon. */
  public static String of(String page, String title) {
    List<String> blocks =
        BLOCK
            .matcher(Checkout.text(page))
            .results()
            .map(result -> result.group(1))
            .filter(block -> block.lines().findFirst().orElse("").contains(title))
            .toList();
    if (blocks.size() != 1) {
      throw new IllegalStateException(
          "%d SQL blocks of %s have %s in their first line".formatted(blocks.size(), page, title));
    }
    return blocks.get(0).strip().replaceAll(";$", "");
  }
}
