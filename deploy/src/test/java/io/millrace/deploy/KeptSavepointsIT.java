package io.millrace.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.local.feed.LineReader;
import io.millrace.local.feed.TopicSender;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * State that earlier versions wrote stays readable: each version's savepoints of the three jobs are
 * kept, with what the topic held before them. Restored over an empty database and an empty lake,
 * whatever a job shows of the records before comes out of its state.
 *
 * <p>A partition is a line's number modulo two. At the savepoint progress is at 10:39, so 07:00 to
 * 08:00 is closed (allowed lateness is two hours), 08:00 to 09:00 has fired, 10:00 to 11:00 is
 * open.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class KeptSavepointsIT {

  private static final Path KEPT =
      Path.of(System.getProperty("millrace.home"), "deploy/src/test/resources/savepoints");
  private static final Path CONTRACT = KEPT.resolve("orders.odcs.yaml");
  private static final Duration LIMIT = Duration.ofMinutes(3);
  private static final int PARTITIONS = 2;

  private final Path folder = Path.of("target", "kept-" + System.nanoTime()).toAbsolutePath();

  /** Adds a version's savepoints to those kept, by docs/deploy.md. */
  @Test
  @Order(1)
  @EnabledIfSystemProperty(named = "millrace.keep-savepoints", matches = "[0-9][0-9.]*")
  void keepsThoseOfThisVersion() throws Exception {
    Path version = KEPT.resolve(System.getProperty("millrace.keep-savepoints"));
    try (OrdersJobs jobs = OrdersJobs.start(folder, CONTRACT)) {
      TopicSender.create(jobs.brokers(), OrdersJobs.topic(), PARTITIONS);
      send(jobs, "before.ndjson");
      for (String job : OrdersJobs.JOBS) {
        jobs.submit(job, 2, Optional.empty());
      }
      for (String job : OrdersJobs.JOBS) {
        await(jobs, () -> jobs.table(consumed(job)), List.of("8"));
        // Nothing may be left to commit: what it was committed to is not kept.
        long settled = jobs.checkpoints(job) + 3;
        await(jobs, () -> List.of(jobs.checkpoints(job) >= settled), List.of(true));
        copy(jobs.stop(job), version.resolve(job));
      }
    }
  }

  static List<String> versions() throws IOException {
    try (Stream<Path> folders = Files.list(KEPT)) {
      return folders
          .filter(Files::isDirectory)
          .map(version -> version.getFileName().toString())
          .sorted()
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("versions")
  @Order(2)
  void aVersionsSavepointsGoOn(String version) throws Exception {
    try (OrdersJobs jobs = OrdersJobs.start(folder, CONTRACT)) {
      TopicSender.create(jobs.brokers(), OrdersJobs.topic(), PARTITIONS);
      send(jobs, "before.ndjson");
      send(jobs, "after.ndjson");
      for (String job : OrdersJobs.JOBS) {
        jobs.submit(job, 1, Optional.of(KEPT.resolve(version).resolve(job)));
      }
      Map<String, List<String>> expected = expected();
      Map<String, List<String>> seen = new LinkedHashMap<>();
      await(
          jobs,
          () -> {
            seen.clear();
            seen.putAll(seen(jobs));
            return seen;
          },
          expected);
      assertThat(seen).isEqualTo(expected);
    }
  }

  private static Map<String, List<String>> seen(OrdersJobs jobs) throws Exception {
    Map<String, List<String>> seen = new LinkedHashMap<>();
    seen.put(
        "ledger: records, first position, outcomes",
        jobs.table(
            "SELECT job, split, sum(consumed), min(first_position), sum(written), sum(duplicate),"
                + " sum(late) FROM ledger GROUP BY job, split ORDER BY job, split"));
    seen.put(
        "lake: events, and which are late",
        jobs.lake("orders", "SELECT order_id, _late FROM orders ORDER BY order_id"));
    seen.put(
        "lake: dead letters",
        jobs.lake("rejected", "SELECT reason, split, position FROM rejected"));
    seen.put(
        "hourly",
        jobs.table(
            "SELECT to_char(window_start AT TIME ZONE 'UTC', 'HH24:MI'), country, orders, revenue,"
                + " mean, weights, heaviest, first_name, customers, middle, revision"
                + " FROM orders_hourly ORDER BY window_start, country"));
    seen.put(
        "hourly: corrections",
        jobs.table(
            "SELECT country, old_orders, new_orders, old_revenue, new_revenue, revision"
                + " FROM orders_hourly_corrections"));
    seen.put(
        "half-hourly",
        jobs.table(
            "SELECT to_char(window_start AT TIME ZONE 'UTC', 'HH24:MI'), country, orders, revision"
                + " FROM orders_half_hourly ORDER BY window_start, country"));
    seen.put(
        "too late",
        jobs.table(
            "SELECT rollup, to_char(window_start AT TIME ZONE 'UTC', 'HH24:MI'), sum(records)"
                + " FROM orders_too_late GROUP BY 1, 2 ORDER BY 1, 2"));
    seen.put(
        "visits",
        jobs.table(
            "SELECT customer, to_char(session_start AT TIME ZONE 'UTC', 'HH24:MI'),"
                + " to_char(session_end AT TIME ZONE 'UTC', 'HH24:MI'), events, first_order_id,"
                + " last_order_id, spent, revision FROM orders_visits ORDER BY 1, 2"));
    seen.put(
        "lake: closed visits",
        jobs.lake(
            "orders_visits",
            "SELECT customer, events, first_order_id, last_order_id, spent FROM orders_visits"
                + " ORDER BY ALL"));
    return seen;
  }

  private static Map<String, List<String>> expected() {
    Map<String, List<String>> expected = new LinkedHashMap<>();
    List<String> ledger = new ArrayList<>();
    for (String job : OrdersJobs.JOBS) {
      ledger.add(job + "-orders orders-0 5 4 4 1 2");
      ledger.add(job + "-orders orders-1 4 4 3 1 0");
    }
    expected.put("ledger: records, first position, outcomes", ledger);
    expected.put(
        "lake: events, and which are late",
        List.of(
            "c-3 true",
            "o-5 false",
            "o-6 false",
            "t-1 true",
            "y-1 false",
            "z-1 false",
            "z-2 false"));
    // o-4 came again with another total.
    expected.put("lake: dead letters", List.of("conflicting orders-1 4"));
    expected.put(
        "hourly",
        List.of(
            "08:00 FR 3 21.00 7.00000000 0.6 0.3 cyd 1 7.0 2",
            "10:00 DE 5 270.00 54.00000000 3.7 1.0 ann 3 50.0 1",
            "10:00 FR 1 60.00 60.00000000 0.8 0.8 dan 1 60.0 1"));
    expected.put("hourly: corrections", List.of("FR 2 3 12.00 21.00 2"));
    expected.put(
        "half-hourly",
        List.of("08:00 FR 3 2", "10:00 DE 5 1", "10:00 FR 1 1", "10:30 DE 3 1", "10:30 FR 1 1"));
    // t-1 for all of it, c-3 for the half-hourly window that ended at 08:30.
    expected.put(
        "too late",
        List.of("half_hourly 07:00 1", "half_hourly 07:30 2", "hourly 07:00 1", "visits 07:00 1"));
    expected.put(
        "visits",
        List.of(
            "ann 10:40 10:45 2 o-3 o-6 130.00 1",
            "bob 10:10 10:10 1 o-2 o-2 40.00 1",
            "cyd 08:00 08:50 3 c-1 c-2 21.00 2",
            "dan 10:41 10:41 1 o-4 o-4 60.00 1",
            "eve 10:50 10:50 1 o-5 o-5 70.00 1"));
    expected.put(
        "lake: closed visits",
        List.of("ann 1 a-1 a-1 10.00", "bob 1 b-1 b-1 20.00", "cyd 3 c-1 c-2 21.00"));
    return expected;
  }

  private static String consumed(String job) {
    return "SELECT coalesce(sum(consumed), 0) FROM ledger WHERE job = '" + job + "-orders'";
  }

  private static void send(OrdersJobs jobs, String file) throws IOException {
    try (TopicSender sender = TopicSender.open(jobs.brokers(), OrdersJobs.topic());
        InputStream in = Files.newInputStream(KEPT.resolve(file))) {
      int[] line = {0};
      LineReader.read(in, file, bytes -> sender.send(line[0]++ % PARTITIONS, bytes));
      sender.finish();
    }
  }

  private static void copy(Path savepoint, Path to) throws IOException {
    Files.createDirectories(to);
    try (Stream<Path> files = Files.list(savepoint)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(file.getFileName().toString()));
      }
    }
  }

  private interface Look {
    Object now() throws Exception;
  }

  /** Until it is what is expected, or the time is over: then an assertion shows the difference. */
  private static void await(OrdersJobs jobs, Look look, Object expected) throws Exception {
    long deadline = System.nanoTime() + LIMIT.toNanos();
    while (!expected.equals(look.now()) && System.nanoTime() < deadline) {
      jobs.ensureAlive();
      LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
    }
  }
}
