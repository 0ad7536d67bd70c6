package io.millrace.deploy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** What Flink's Prometheus reporters of one machine say, one after the other, as text. */
final class Exposition {

  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final Pattern NAME = Pattern.compile("(?m)^(flink_\\w+)[ {]");
  private static final Pattern SAMPLE =
      Pattern.compile("(?m)^flink_\\w+?_bytesCommitted\\{[^}]*} (\\S+)$");

  private final List<URI> reporters;
  private final String text;

  private Exposition(List<URI> reporters, String text) {
    this.reporters = List.copyOf(reporters);
    this.text = text;
  }

  /** Asks every port of the range; those that do not answer are nobody's. */
  static Exposition read(int firstPort, int lastPort) throws InterruptedException {
    List<URI> reporters = new ArrayList<>();
    StringBuilder text = new StringBuilder();
    for (int port : IntStream.rangeClosed(firstPort, lastPort).toArray()) {
      URI reporter = URI.create("http://127.0.0.1:" + port);
      String metrics = ask(reporter.resolve("/metrics"));
      if (!metrics.isEmpty()) {
        text.append(metrics);
        reporters.add(reporter);
      }
    }
    return new Exposition(reporters, text.toString());
  }

  private static String ask(URI page) throws InterruptedException {
    try {
      return HTTP.send(HttpRequest.newBuilder(page).build(), HttpResponse.BodyHandlers.ofString())
          .body();
    } catch (IOException nobodyThere) {
      return "";
    }
  }

  List<URI> reporters() {
    return reporters;
  }

  Set<String> names() {
    Set<String> names = new TreeSet<>();
    NAME.matcher(text).results().forEach(name -> names.add(name.group(1)));
    return names;
  }

  /** Whether a metric's name without its scope, such as {@code numRestarts}, is one of them. */
  boolean hasShort(String name) {
    return names().stream().anyMatch(full -> full.endsWith("_" + name));
  }

  /** Of all committers. */
  long bytesCommitted() {
    return SAMPLE
        .matcher(text)
        .results()
        .mapToLong(sample -> (long) Double.parseDouble(sample.group(1)))
        .sum();
  }
}
