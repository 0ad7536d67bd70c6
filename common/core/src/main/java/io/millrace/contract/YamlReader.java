package io.millrace.contract;

import io.millrace.contract.YamlValue.Entry;
import io.millrace.contract.YamlValue.Mapping;
import io.millrace.contract.YamlValue.Scalar;
import io.millrace.contract.YamlValue.Sequence;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.resolver.ScalarResolver;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/**
 * Reads one YAML 1.2 document from its parser's events. Bounded in bytes, depth and values (aliases
 * written out), so that no file can use much memory or time.
 */
final class YamlReader {

  static final int MAX_BYTES = 1 << 20;
  static final int MAX_DEPTH = 64;
  static final int MAX_VALUES = 50_000;

  private static final CoreSchema SCHEMA = new CoreSchema();

  private final Faults faults;
  private final ScalarResolver resolver = SCHEMA.getScalarResolver();
  private final Map<String, YamlValue> anchored = new HashMap<>();
  private final Iterator<Event> events;
  private int values;

  private YamlReader(String text, Faults faults) {
    LoadSettings settings =
        LoadSettings.builder().setSchema(SCHEMA).setCodePointLimit(MAX_BYTES).build();
    this.faults = faults;
    this.events = new Parse(settings).parseString(text).iterator();
  }

  /** The document; null if it cannot be read, which is then a fault. */
  static @Nullable YamlValue read(byte[] yaml, Faults faults) {
    if (yaml.length > MAX_BYTES) {
      faults.add(
          Faults.ROOT,
          1,
          "the file has " + yaml.length + " bytes; a contract has at most " + MAX_BYTES);
      return null;
    }
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(yaml)).toString();
      return new YamlReader(text.startsWith("\ufeff") ? text.substring(1) : text, faults)
          .document();
    } catch (CharacterCodingException e) {
      faults.add(Faults.ROOT, 1, "the file is not UTF-8; save it as UTF-8 text");
    } catch (MarkedYamlEngineException e) {
      int line = e.getProblemMark().or(e::getContextMark).map(Mark::getLine).orElse(0) + 1;
      faults.add(Faults.ROOT, line, "not valid YAML: " + oneLine(e.getProblem()));
    } catch (YamlEngineException e) {
      faults.add(Faults.ROOT, 1, "not valid YAML: " + oneLine(e.getMessage()));
    } catch (Unreadable e) {
      faults.add(e.fault.path(), e.fault.line(), e.fault.message());
    }
    return null;
  }

  private @Nullable YamlValue document() {
    Event event = next();
    while (event.getEventId() == Event.ID.StreamStart
        || event.getEventId() == Event.ID.DocumentStart) {
      event = next();
    }
    if (event.getEventId() == Event.ID.StreamEnd) {
      faults.add(Faults.ROOT, 1, "the file is empty; a contract begins with apiVersion: v3.1.0");
      return null;
    }
    YamlValue value = value(event, Faults.ROOT, 1);
    while (events.hasNext()) {
      event = next();
      if (event.getEventId() == Event.ID.DocumentStart) {
        faults.add(
            Faults.ROOT, line(event), "a second YAML document; a contract is one document a file");
        return null;
      }
    }
    return value;
  }

  private YamlValue value(Event event, String path, int depth) {
    count(1, event, path);
    if (depth > MAX_DEPTH) {
      throw new Unreadable(path, line(event), "nested deeper than " + MAX_DEPTH + " levels");
    }
    if (event instanceof AliasEvent alias) {
      return expanded(alias, path);
    }
    YamlValue value =
        switch (event.getEventId()) {
          case Scalar -> scalar((ScalarEvent) event, path);
          case SequenceStart -> sequence((CollectionStartEvent) event, path, depth);
          case MappingStart -> mapping((CollectionStartEvent) event, path, depth);
          default -> throw new Unreadable(path, line(event), "not valid YAML: a value is missing");
        };
    Optional<Anchor> anchor = ((NodeEvent) event).getAnchor();
    anchor.ifPresent(name -> anchored.put(name.getValue(), value));
    return value;
  }

  /** An anchor is known only once its value is complete, so that no value can contain itself. */
  private YamlValue expanded(AliasEvent alias, String path) {
    YamlValue target = anchored.get(alias.getAlias().getValue());
    if (target == null) {
      throw new Unreadable(
          path,
          line(alias),
          "alias *" + alias.getAlias() + " has no anchor before it; define it first");
    }
    count(target.size() - 1, alias, path);
    return target;
  }

  private Scalar scalar(ScalarEvent event, String path) {
    refuseTag(event.getTag(), event, path);
    Tag tag = resolver.resolve(event.getValue(), event.isPlain());
    return new Scalar(line(event), event.getValue(), kind(tag));
  }

  private static Scalar.Kind kind(Tag tag) {
    if (tag.equals(Tag.INT)) {
      return Scalar.Kind.INTEGER;
    }
    if (tag.equals(Tag.FLOAT)) {
      return Scalar.Kind.FLOAT;
    }
    if (tag.equals(Tag.BOOL)) {
      return Scalar.Kind.BOOLEAN;
    }
    return tag.equals(Tag.NULL) ? Scalar.Kind.NULL : Scalar.Kind.TEXT;
  }

  private Sequence sequence(CollectionStartEvent start, String path, int depth) {
    refuseTag(start.getTag(), start, path);
    List<YamlValue> items = new ArrayList<>();
    int size = 1;
    for (Event event = next(); event.getEventId() != Event.ID.SequenceEnd; event = next()) {
      YamlValue item = value(event, Faults.item(path, items.size()), depth + 1);
      items.add(item);
      size += item.size();
    }
    return new Sequence(line(start), items, size);
  }

  private Mapping mapping(CollectionStartEvent start, String path, int depth) {
    refuseTag(start.getTag(), start, path);
    Map<String, Entry> entries = new LinkedHashMap<>();
    int size = 1;
    for (Event event = next(); event.getEventId() != Event.ID.MappingEnd; event = next()) {
      int line = line(event);
      YamlValue key = value(event, path, depth + 1);
      String name = key instanceof Scalar scalar ? scalar.text() : "";
      String memberPath = Faults.member(path, name);
      YamlValue member = value(next(), memberPath, depth + 1);
      size += key.size() + member.size();
      if (name.isEmpty()) {
        faults.add(path, line, "a key that is not a name; write name: value");
      } else if (entries.containsKey(name)) {
        faults.add(memberPath, line, "the key is here twice; keep one of the two");
      } else {
        entries.put(name, new Entry(line, member));
      }
    }
    return new Mapping(line(start), entries, size);
  }

  private void refuseTag(Optional<String> tag, Event event, String path) {
    if (tag.isPresent()) {
      faults.add(
          path,
          line(event),
          "the tag " + Faults.quoted(tag.get()) + " is not allowed; write a plain value");
    }
  }

  private void count(int more, Event event, String path) {
    values += more;
    if (values > MAX_VALUES) {
      throw new Unreadable(
          path,
          line(event),
          "more than " + MAX_VALUES + " values, aliases written out; a contract has fewer");
    }
  }

  private Event next() {
    return events.next();
  }

  private static int line(Event event) {
    return event.getStartMark().map(Mark::getLine).orElse(0) + 1;
  }

  private static String oneLine(@Nullable String message) {
    return message == null ? "unreadable" : message.lines().findFirst().orElse("");
  }

  /** Ends the reading: what follows could only be guessed at. */
  private static final class Unreadable extends RuntimeException {
    private final transient ContractFault fault;

    Unreadable(String path, int line, String message) {
      super(message, null, false, false);
      this.fault = new ContractFault(path, line, message);
    }
  }
}
