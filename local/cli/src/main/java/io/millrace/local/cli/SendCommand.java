package io.millrace.local.cli;

import io.millrace.local.demo.DemoSource;
import io.millrace.local.demo.DemoState;
import io.millrace.local.feed.FeedException;
import io.millrace.local.feed.LineReader;
import io.millrace.local.feed.RecordKey;
import io.millrace.local.feed.TopicSender;
import io.millrace.local.feed.TopicSender.Sent;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code millrace send}. */
@Command(
    name = "send",
    mixinStandardHelpOptions = true,
    description = {
      "Sends the lines of a file, or of standard input, to a Kafka topic, a record a line, bytes as they are (broken ones too: what becomes of them is the jobs' business). A topic that is not there is made.",
      "",
      "To the broker of the demo that is up in a folder (--dir), or to any other (--brokers)."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  millrace send --topic orders orders.ndjson",
      "  millrace send --topic orders --key customer.id --brokers kafka:9092 o.ndjson.gz",
      "  tail -F orders.ndjson | millrace send --topic orders"
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:all is sent",
      "1:the input or the broker failed on the way; what was sent before stays sent",
      "2:bad options, no such file, no broker: nothing was sent"
    })
final class SendCommand implements Callable<Integer> {

  private static final String STANDARD_INPUT = "-";

  /** As a demo's topic. */
  private static final int PARTITIONS = 4;

  private final Terminal terminal;
  private final InputStream standardInput;

  @Option(names = "--topic", paramLabel = "T", required = true, description = "The topic.")
  private String topic = "";

  @Option(
      names = "--brokers",
      paramLabel = "HOST:PORT",
      description = "The broker, or several with commas (default: the demo's).")
  private @Nullable String brokers;

  @Mixin private DemoFolderOption dir = new DemoFolderOption();

  @Option(
      names = "--partitions",
      paramLabel = "N",
      description = "How many a topic that is made gets (default: 4).")
  private @Nullable Integer partitions;

  @Option(
      names = "--key",
      paramLabel = "PROPERTY",
      description =
          "The JSON property whose value is the record's key, a.b for one in an object (default: no key). Records of one key share a partition; a line without the property has no key.")
  private @Nullable String key;

  @Option(
      names = "--json",
      description = "Print one JSON object: topic, brokers, created, records, without_key, splits.")
  private boolean json;

  @Parameters(
      paramLabel = "FILE[.gz]",
      arity = "0..1",
      description = "The lines, plain or gzip; - or none for standard input.")
  private String input = STANDARD_INPUT;

  @Spec private @Nullable CommandSpec spec;

  SendCommand(Terminal terminal, InputStream standardInput) {
    this.terminal = terminal;
    this.standardInput = standardInput;
  }

  @Override
  public Integer call() throws IOException {
    if (partitions != null && partitions < 1) {
      throw CommandException.badUsage("--partitions must be at least 1");
    }
    if (key != null && key.isBlank()) {
      throw CommandException.badUsage("--key needs the name of a property");
    }
    try (InputStream in = open()) {
      String address = address();
      boolean created = prepare(address);
      try (TopicSender sender = TopicSender.open(address, topic)) {
        report(sender, address, created, send(sender, in));
      }
    }
    return ExitCode.OK;
  }

  private InputStream open() throws IOException {
    if (input.equals(STANDARD_INPUT)) {
      if (terminal.interactive()) {
        terminal.say("Reading standard input; Ctrl-D ends it");
      }
      return standardInput;
    }
    if (!Files.isRegularFile(Path.of(input))) {
      throw CommandException.badUsage("input " + input + " does not exist, or is not a file");
    }
    return Files.newInputStream(Path.of(input));
  }

  private String address() throws IOException {
    if (brokers != null) {
      if (spec != null && spec.commandLine().getParseResult().hasMatchedOption("--dir")) {
        throw CommandException.badUsage(
            "--dir is for the broker of a demo, --brokers for another; give one of them");
      }
      return brokers;
    }
    DemoState demo = DemoState.of(dir.folder()).orElse(null);
    DemoState.Running running = demo == null ? null : demo.alive().orElse(null);
    if (demo == null || running == null) {
      throw CommandException.badUsage(
          "no demo is up in %s: start one (./millrace demo, without --exit), or name brokers with --brokers"
              .formatted(dir.folder()));
    }
    if (demo.source() != DemoSource.KAFKA) {
      throw CommandException.badUsage(
          "the demo in %s has Kinesis, and no broker".formatted(dir.folder()));
    }
    return running.source();
  }

  /** Whether the topic had to be made. */
  private boolean prepare(String address) {
    int found = TopicSender.partitions(address, topic);
    if (found == 0) {
      int wanted = partitions == null ? PARTITIONS : partitions;
      TopicSender.create(address, topic, wanted);
      terminal.say("Made topic %s, %s".formatted(topic, count(wanted, "partition")));
      return true;
    }
    if (partitions != null && partitions != found) {
      throw CommandException.badUsage(
          "topic %s is there already, with %s: leave --partitions out"
              .formatted(topic, count(found, "partition")));
    }
    return false;
  }

  /** Returns how many lines lacked the key. */
  private long send(TopicSender sender, InputStream in) {
    RecordKey keys = key == null ? null : RecordKey.of(key);
    long[] withoutKey = {0};
    try {
      LineReader.read(
          in,
          input.equals(STANDARD_INPUT) ? "standard input" : input,
          line -> {
            byte[] value = keys == null ? null : keys.of(line);
            if (keys != null && value == null) {
              withoutKey[0]++;
            }
            sender.send(value, line);
          });
      sender.finish();
      return withoutKey[0];
    } catch (FeedException e) {
      throw CommandException.failed(
          "%s; the topic has %s of it"
              .formatted(e.getMessage(), count(sender.acknowledged(), "record")),
          e);
    }
  }

  private void report(TopicSender sender, String address, boolean created, long withoutKey) {
    Map<Integer, Sent> sent = sender.finish();
    long records = sender.acknowledged();
    if (withoutKey > 0) {
      terminal.say(
          "%s without %s, sent without a key%s"
              .formatted(
                  count(withoutKey, "line"),
                  key,
                  withoutKey == records ? ": is it spelt as in the records?" : ""));
    }
    if (json) {
      terminal.answer(Json.line(json(address, created, records, withoutKey, sent)));
      return;
    }
    terminal.answer("%s sent to %s".formatted(count(records, "record"), sender));
    if (!sent.isEmpty()) {
      TextTable table = new TextTable("split", "records", "first offset", "last offset");
      sent.forEach(
          (partition, of) ->
              table.add(
                  topic + "-" + partition,
                  "%,d".formatted(of.records()),
                  Long.toString(of.first()),
                  Long.toString(of.last())));
      terminal.answer(table.lines());
    }
  }

  private Map<String, Object> json(
      String address, boolean created, long records, long withoutKey, Map<Integer, Sent> sent) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("topic", topic);
    json.put("brokers", address);
    json.put("created", created);
    json.put("records", records);
    json.put("without_key", key == null ? records : withoutKey);
    List<Map<String, Object>> splits = new ArrayList<>();
    sent.forEach(
        (partition, of) -> {
          Map<String, Object> split = new LinkedHashMap<>();
          split.put("split", topic + "-" + partition);
          split.put("records", of.records());
          split.put("first", of.first());
          split.put("last", of.last());
          splits.add(split);
        });
    json.put("splits", splits);
    return json;
  }

  private static String count(long number, String of) {
    return "%,d %s%s".formatted(number, of, number == 1 ? "" : "s");
  }
}
