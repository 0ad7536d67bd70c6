package io.millrace.bench.storefront;

import io.millrace.local.audit.Auditor;
import io.millrace.local.audit.JobAccount;
import io.millrace.local.audit.KafkaSourceReader;
import io.millrace.local.audit.LakeCounts;
import io.millrace.local.audit.LakeReader;
import io.millrace.local.audit.LedgerBook;
import io.millrace.local.audit.LedgerReader;
import io.millrace.local.platform.Platform;
import io.millrace.local.query.LakeDatabase;
import io.millrace.local.query.ResultTable;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Whether lake, dead letters, tables and ledger are what the whole stream makes of them, once all
 * three jobs have ended, rollups and sessions drained: by sets of ids, row by row, and by the very
 * SQL that the pages show to users.
 *
 * @param sent the stream, all of it
 * @param stream its name: of the topic, and of the contract
 * @param additions what else was sent, and what was deleted
 */
public record StorefrontCheck(
    Platform platform, MarkedStorefront sent, String stream, Additions additions) {

  /** These may count an event as missed in several windows. */
  private static final Set<String> OVERLAPPING = Set.of("traffic", "day_so_far");

  /** Of the stream and nothing else. */
  public StorefrontCheck(Platform platform, MarkedStorefront sent, String stream) {
    this(platform, sent, stream, new Additions());
  }

  /**
   * What is wrong.
   *
   * @param lost ids that must be in the lake and are not
   * @param doubled ids that are there more than once
   * @param unknown ids that are there and must not be
   * @param aggregates rows of rollups and sessions that are not what the lake makes of them
   * @param accounts what does not balance, by the ledger and by the audit
   * @param deadLetters rejected records that are there not once, or with other bytes
   */
  public record Findings(
      Set<String> lost,
      List<String> doubled,
      List<String> unknown,
      List<String> aggregates,
      List<String> accounts,
      List<String> deadLetters) {}

  public Findings findings(LakeDatabase lake, Connection database) throws Exception {
    Set<String> expected = new HashSet<>();
    sent.forEachWrittenId(expected::add);
    expected.addAll(additions.written());
    Set<String> lost = new HashSet<>(expected);
    List<String> doubled = new ArrayList<>();
    List<String> unknown = new ArrayList<>();
    for (List<?> row : lake.query("SELECT _event_id FROM " + stream).rows()) {
      String id = row.get(0).toString();
      if (!lost.remove(id)) {
        (expected.contains(id) ? doubled : unknown).add(id);
      }
    }
    return new Findings(
        lost,
        doubled,
        unknown,
        aggregates(lake, database),
        accounts(database, expected.size()),
        deadLetters(lake));
  }

  /**
   * Checks what can be checked of a topic only while it is there, before it is deleted: audit,
   * gaps, and dead letters. Later checks hold nothing of it against the topic any more.
   *
   * @return what is wrong
   */
  public List<String> settle(LakeDatabase lake, Connection database) throws Exception {
    List<String> wrong = new ArrayList<>(audit(database));
    wrong.addAll(additions.namedDifferently(database, jobs()));
    wrong.addAll(deadLetters(lake));
    additions.settle(
        texts(ResultTable.query(database, "SELECT DISTINCT run FROM ledger")),
        texts(
            lake.query(
                "SELECT DISTINCT filename FROM read_parquet(%s, filename = true)"
                    .formatted(DeadLetterCheck.files(platform, stream)))),
        inTopic() - additions.missed());
    return wrong;
  }

  private List<String> deadLetters(LakeDatabase lake) throws SQLException, IOException {
    Set<String> settled = additions.settled().letters();
    List<String> wrong =
        new ArrayList<>(new DeadLetterCheck(platform, stream, settled).differences(lake));
    wrong.addAll(additions.rejectedDifferently(lake, platform, stream));
    return wrong;
  }

  /** What the lake's audit finds and should not, or should and does not. */
  private List<String> audit(Connection database) throws Exception {
    Properties source = new Properties();
    source.put("bootstrap.servers", platform.broker().bootstrapServers());
    List<String> wrong = new ArrayList<>();
    try (KafkaSourceReader topic = KafkaSourceReader.open(List.of(stream), source)) {
      LedgerBook book =
          new LedgerReader(database, SubmittedJob.nameOf("lake", stream), stream).book();
      LakeCounts files = LakeReader.read(platform.lakeFolder().toString(), stream);
      Set<String> gone = additions.auditFindings();
      for (String finding : new Auditor(stream, true).audit(open(book), files, topic).findings()) {
        if (!gone.remove(finding)) {
          wrong.add("the lake's audit: " + finding);
        }
      }
      gone.forEach(finding -> wrong.add("the lake's audit does not say: " + finding));
      if (!additions.settled().runs().isEmpty()
          && new Auditor(stream, true)
              .audit(book, files, topic).findings().stream()
                  .noneMatch(finding -> finding.contains(" were consumed by run "))) {
        wrong.add("the lake's audit does not say that a topic was read that is another now");
      }
    }
    return wrong;
  }

  /** Without the positions of topics that are gone: those of today have the same numbers. */
  private LedgerBook open(LedgerBook book) {
    Set<String> settled = additions.settled().runs();
    return new LedgerBook(
        book.pages().stream()
            .map(page -> settled.contains(page.run()) ? page.withoutRange() : page)
            .toList(),
        book.rejectedByReason(),
        book.conflicting(),
        book.writtenByPartition());
  }

  private static Set<String> texts(ResultTable table) {
    return table.rows().stream().map(row -> String.valueOf(row.get(0))).collect(Collectors.toSet());
  }

  private List<String> accounts(Connection database, long unique) throws Exception {
    String lakeJob = SubmittedJob.nameOf("lake", stream);
    List<String> wrong = new ArrayList<>(audit(database));
    wrong.addAll(additions.namedDifferently(database, jobs()));
    List<JobAccount> accounts = JobAccount.besides(database, lakeJob, stream);
    if (accounts.size() != 2) {
      wrong.add("accounts of " + accounts.size() + " jobs besides the lake's, not of 2");
    }
    long total = additions.settled().records() + inTopic() - additions.missed();
    for (JobAccount account : accounts) {
      System.err.println(String.join("\n", account.lines()));
      account.findings().forEach(finding -> wrong.add(account.job() + ": " + finding));
      compare(wrong, account.job() + " consumed", account.consumed(), total);
      compare(wrong, account.job() + " took for unique", account.written(), unique);
      for (JobAccount.Aggregate aggregate : account.aggregates()) {
        long named =
            number(
                database,
                "SELECT sum(records) FROM %s WHERE rollup = '%s'"
                    .formatted(LakeDatabase.identifier(stream + "_too_late"), aggregate.name()));
        // An event that misses several windows is named in each.
        if (aggregate.tooLate() == 0 || named < aggregate.tooLate()) {
          wrong.add("%s: %d too late, %d named".formatted(aggregate, aggregate.tooLate(), named));
        } else if (!OVERLAPPING.contains(aggregate.name())) {
          compare(wrong, aggregate.name() + " names as too late", named, aggregate.tooLate());
        }
      }
    }
    for (String view : List.of("ledger_balance", "ledger_rollup_balance")) {
      compare(
          wrong,
          "unbalanced rows of " + view,
          number(database, "SELECT count(*) FROM " + view + " WHERE NOT balanced"),
          0);
    }
    return wrong;
  }

  private List<String> jobs() {
    return Stream.of("lake", "rollups", "sessions")
        .map(kind -> SubmittedJob.nameOf(kind, stream))
        .toList();
  }

  /**
   * Not what was sent: a producer whose broker crashed may send a batch once more, under a new
   * epoch. The topic is what the jobs had to read; what must be in the lake is what was sent.
   */
  private long inTopic() {
    Properties properties = new Properties();
    properties.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, platform.broker().bootstrapServers());
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(stream).stream()
              .map(info -> new TopicPartition(info.topic(), info.partition()))
              .toList();
      return consumer.endOffsets(partitions).values().stream().mapToLong(end -> end).sum();
    }
  }

  private List<String> aggregates(LakeDatabase lake, Connection database) throws SQLException {
    List<String> wrong = new ArrayList<>();
    for (RollupCheck rollup :
        List.of(
            new RollupCheck(
                "revenue_by_country",
                rollupSql("revenue_by_country"),
                2,
                "orders",
                "buyers",
                "p95",
                "0.95"),
            new RollupCheck("traffic", rollupSql("traffic"), 1, "events", "visitors", "", ""),
            new RollupCheck(
                "day_so_far", rollupSql("day_so_far"), 1, "orders", "buyers", "middle", "0.5"))) {
      String table = stream + "_" + rollup.name();
      wrong.addAll(rollup.differences(lake, database, stream));
      wrong.addAll(RevisionCheck.differences(database, table));
      if (number(database, "SELECT count(*) FROM " + table + "_corrections") == 0) {
        wrong.add(table + " has no corrections");
      }
    }
    long means =
        number(
            database,
            "SELECT count(*) FROM %s_day_so_far WHERE mean <> round(revenue / orders, 8)"
                .formatted(stream));
    compare(wrong, "means that are not the exact sum by the count", means, 0);
    String visits = DocumentedSql.of("docs/sessions.md", "visits");
    String glances =
        visits
            .replace("INTERVAL 30 MINUTE", "INTERVAL 10 MINUTE")
            .replace("INTERVAL 12 HOUR", "INTERVAL 20 MINUTE")
            .replace("(12 * 3600)", "(20 * 60)");
    for (SessionCheck session :
        List.of(
            new SessionCheck("visits", visits, Duration.ofMinutes(30), false),
            new SessionCheck("glances", glances, Duration.ofMinutes(10), true))) {
      wrong.addAll(session.differences(lake, database, stream, platform.lakeFolder()));
    }
    return wrong;
  }

  private static String rollupSql(String name) {
    return DocumentedSql.of("docs/rollups.md", name);
  }

  private static void compare(List<String> wrong, String what, long is, long expected) {
    if (is != expected) {
      wrong.add("%s: %,d instead of %,d".formatted(what, is, expected));
    }
  }

  private static long number(Connection database, String sql) throws SQLException {
    Object value = ResultTable.query(database, sql).rows().get(0).get(0);
    return value == null ? 0 : ((Number) value).longValue();
  }
}
