package io.millrace.local.cli;

import io.millrace.local.audit.LedgerReader.Totals;
import io.millrace.local.demo.DemoWatcher;
import io.millrace.local.demo.Progress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * Shows people how a demo goes: on a terminal as a few lines that are written over, otherwise as a
 * line every few seconds.
 */
final class DemoScreen implements DemoWatcher {

  private static final Duration PLAIN_EVERY = Duration.ofSeconds(5);
  private static final int BAR = 24;

  private final Terminal terminal;
  private String webUi = "";
  private int linesShown;
  private Duration lastPlain = PLAIN_EVERY.negated();

  DemoScreen(Terminal terminal) {
    this.terminal = terminal;
  }

  String webUi() {
    return webUi;
  }

  @Override
  public void note(String line) {
    terminal.say(line);
  }

  @Override
  public void webUi(URI address) {
    webUi = address.toString();
    terminal.say("Flink's web UI: " + webUi);
  }

  @Override
  public void progress(Progress progress) {
    if (terminal.interactive()) {
      writeOver(lines(progress));
    } else if (progress.elapsed().minus(lastPlain).compareTo(PLAIN_EVERY) >= 0) {
      lastPlain = progress.elapsed();
      terminal.say(plain(progress));
    }
  }

  @Override
  public void processed() {
    linesShown = 0;
  }

  private void writeOver(List<String> lines) {
    StringBuilder text = new StringBuilder();
    if (linesShown > 0) {
      text.append("\u001b[").append(linesShown).append('A');
    }
    lines.forEach(line -> text.append("\u001b[2K").append(line).append('\n'));
    linesShown = lines.size();
    terminal.err().print(text);
    terminal.err().flush();
  }

  private static List<String> lines(Progress progress) {
    Totals committed = progress.committed();
    return List.of(
        "  sent       %s %,d of %,d"
            .formatted(bar(progress.sent(), progress.total()), progress.sent(), progress.total()),
        "  read       %s %,d, %,d records/s"
            .formatted(
                bar(progress.read(), progress.total()), progress.read(), progress.perSecond()),
        "  committed  %s %,d"
            .formatted(bar(committed.consumed(), progress.total()), committed.consumed()),
        "             " + outcomes(committed),
        "             " + times(progress));
  }

  private static String plain(Progress progress) {
    return "%4d s: sent %,d of %,d, read %,d (%,d records/s), committed %,d: %s; %s"
        .formatted(
            progress.elapsed().toSeconds(),
            progress.sent(),
            progress.total(),
            progress.read(),
            progress.perSecond(),
            progress.committed().consumed(),
            outcomes(progress.committed()),
            times(progress));
  }

  private static String outcomes(Totals totals) {
    return "written %,d, duplicate %,d, rejected %,d, late %,d"
        .formatted(totals.written(), totals.duplicate(), totals.rejected(), totals.late());
  }

  private static String times(Progress progress) {
    return "watermark %s, checkpoint %s%s"
        .formatted(
            progress
                .watermark()
                .map(time -> time.truncatedTo(ChronoUnit.SECONDS).toString())
                .orElse("none yet"),
            progress
                .checkpoint()
                .map(
                    last ->
                        "%d, %d s ago"
                            .formatted(
                                last.id(),
                                Math.max(
                                    0, Duration.between(last.at(), Instant.now()).toSeconds())))
                .orElse("none yet"),
            progress.recoveries() == 0 ? "" : ", recovered " + progress.recoveries() + " times");
  }

  private static String bar(long done, long total) {
    int filled = total == 0 ? BAR : (int) Math.min(BAR, BAR * done / total);
    return "\u2588".repeat(filled) + "\u2591".repeat(BAR - filled);
  }
}
