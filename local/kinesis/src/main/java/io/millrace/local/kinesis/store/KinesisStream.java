package io.millrace.local.kinesis.store;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A stream: its shards, open and closed, its consumers and settings. Thread safe. */
public final class KinesisStream {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String FILE = "stream.json";

  private final Path folder;
  private final String name;
  private final long created;
  private final TreeMap<Long, Shard> shards = new TreeMap<>();
  private final Map<String, ConsumerFacts> consumers = new TreeMap<>();
  private final Map<String, String> tags;
  private String mode;
  private int retentionHours;
  private int maxRecordKiB;
  private long changedAt;
  private volatile List<Shard> open = List.of();

  private KinesisStream(Path folder, StreamFacts facts) {
    this.folder = folder;
    this.name = facts.name();
    this.created = facts.created();
    this.mode = facts.mode();
    this.retentionHours = facts.retentionHours();
    this.maxRecordKiB = facts.maxRecordKiB();
    this.tags = new TreeMap<>(facts.tags());
    facts.consumers().forEach(consumer -> consumers.put(consumer.name(), consumer));
    facts.shards().forEach(shard -> shards.put(shard.index(), new Shard(shard, folder)));
    refresh();
  }

  static KinesisStream create(
      Path folder, String name, String mode, int shardCount, int maxRecordKiB, long now) {
    List<ShardFacts> shards = new ArrayList<>();
    for (HashRange range : HashRange.even(shardCount)) {
      shards.add(new ShardFacts(shards.size(), now, range, null, null, 0, 0));
    }
    KinesisStream stream =
        new KinesisStream(
            folder,
            new StreamFacts(name, now, mode, 24, maxRecordKiB, Map.of(), shards, List.of()));
    stream.changedAt = now;
    stream.save();
    return stream;
  }

  static KinesisStream open(Path folder) {
    try {
      return new KinesisStream(
          folder, JSON.readValue(folder.resolve(FILE).toFile(), StreamFacts.class));
    } catch (IOException failure) {
      throw new UncheckedIOException("Cannot read the stream in " + folder, failure);
    }
  }

  public String name() {
    return name;
  }

  /** When it was created, in milliseconds. */
  public long created() {
    return created;
  }

  /** When its shards were last changed in this run of the server, in milliseconds. */
  public synchronized long changedAt() {
    return changedAt;
  }

  public synchronized String mode() {
    return mode;
  }

  public synchronized int retentionHours() {
    return retentionHours;
  }

  /** The largest record, data and key, in KiB. */
  public synchronized int maxRecordKiB() {
    return maxRecordKiB;
  }

  public synchronized void changeMode(String newMode) {
    mode = newMode;
    save();
  }

  public synchronized void changeRetention(int hours) {
    retentionHours = hours;
    save();
  }

  public synchronized void changeMaxRecord(int kib) {
    maxRecordKiB = kib;
    save();
  }

  public synchronized Map<String, String> tags() {
    return Map.copyOf(tags);
  }

  public synchronized void changeTags(Map<String, String> added, List<String> removed) {
    tags.putAll(added);
    tags.keySet().removeAll(removed);
    save();
  }

  /** All shards that are still known, in the order of their creation. */
  public synchronized List<Shard> shards() {
    return List.copyOf(shards.values());
  }

  public synchronized Optional<Shard> shard(String id) {
    return shards.values().stream().filter(shard -> shard.id().equals(id)).findFirst();
  }

  /** The open shards, by their ranges. */
  public List<Shard> openShards() {
    return open;
  }

  /** The open shard that a hash key belongs to. */
  public Shard route(BigInteger hashKey) {
    List<Shard> candidates = open;
    int low = 0;
    int high = candidates.size() - 1;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (candidates.get(middle).range().start().compareTo(hashKey) <= 0) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return candidates.get(low);
  }

  /** The shards that a shard became. */
  public synchronized List<Shard> children(Shard parent) {
    return shards.values().stream()
        .filter(
            shard ->
                parent.id().equals(shard.parent()) || parent.id().equals(shard.adjacentParent()))
        .toList();
  }

  /** Closes a shard and opens two for its range; the second one begins at a hash key. */
  public synchronized void split(Shard parent, BigInteger secondStart, long now) {
    HashRange range = parent.range();
    long time =
        add(new HashRange(range.start(), secondStart.subtract(BigInteger.ONE)), parent, null, now);
    add(new HashRange(secondStart, range.end()), parent, null, now);
    close(List.of(parent), time);
  }

  /** Closes two shards whose ranges are neighbours and opens one for both. */
  public synchronized void merge(Shard first, Shard second, long now) {
    boolean inOrder = first.range().isBefore(second.range());
    HashRange range =
        inOrder
            ? new HashRange(first.range().start(), second.range().end())
            : new HashRange(second.range().start(), first.range().end());
    close(List.of(first, second), add(range, first, second, now));
  }

  /** Splits and merges until the open shards' ranges are even. */
  public synchronized void scaleTo(int count, long now) {
    for (HashRange wanted : HashRange.even(count)) {
      Shard holder = route(wanted.start());
      if (!holder.range().start().equals(wanted.start())) {
        split(holder, wanted.start(), now);
      }
    }
    for (HashRange wanted : HashRange.even(count)) {
      Shard holder = route(wanted.start());
      while (!holder.range().end().equals(wanted.end())) {
        merge(holder, route(holder.range().end().add(BigInteger.ONE)), now);
        holder = route(wanted.start());
      }
    }
  }

  public synchronized List<ConsumerFacts> consumers() {
    return List.copyOf(consumers.values());
  }

  public synchronized Optional<ConsumerFacts> consumer(String consumerName) {
    return Optional.ofNullable(consumers.get(consumerName));
  }

  public synchronized void register(ConsumerFacts consumer) {
    consumers.put(consumer.name(), consumer);
    save();
  }

  public synchronized void deregister(String consumerName) {
    consumers.remove(consumerName);
    save();
  }

  /** Drops the records put before a time, and the closed shards that ended before it. */
  public synchronized void expire(long time) {
    boolean gone = false;
    for (Shard shard : shards()) {
      shard.dropPutBefore(time);
      if (!shard.isOpen() && shard.closedAt() < time) {
        remove(shard);
        gone = true;
      }
    }
    if (gone) {
      save();
    }
  }

  /** Forgets a closed shard and its records, as when its time has come. */
  public synchronized void forget(Shard shard) {
    if (shard.isOpen()) {
      throw new IllegalArgumentException(shard.id() + " is open");
    }
    remove(shard);
    save();
  }

  /** Drops a shard's records before a number, as when their time has come. */
  public synchronized void trim(Shard shard, long number) {
    shard.dropBefore(number);
    save();
  }

  synchronized void release() throws IOException {
    for (Shard shard : shards.values()) {
      shard.release();
    }
  }

  Path folder() {
    return folder;
  }

  private long add(HashRange range, Shard parent, @Nullable Shard adjacent, long now) {
    long latest = shards.values().stream().mapToLong(Shard::created).max().orElse(now);
    long time = Math.max(now, latest);
    ShardFacts facts =
        new ShardFacts(
            shards.lastKey() + 1,
            time,
            range,
            parent.id(),
            adjacent == null ? null : adjacent.id(),
            0,
            0);
    shards.put(facts.index(), new Shard(facts, folder));
    return time;
  }

  private void close(List<Shard> parents, long time) {
    parents.forEach(parent -> parent.closeTo(time));
    changedAt = time;
    save();
    refresh();
    parents.forEach(Shard::tellListeners);
  }

  private void refresh() {
    open =
        shards.values().stream()
            .filter(Shard::isOpen)
            .sorted(Comparator.comparing(shard -> shard.range().start()))
            .toList();
  }

  private void remove(Shard shard) {
    shards.remove(shard.index());
    try {
      shard.release();
      Folders.delete(folder.resolve(shard.id()));
    } catch (IOException failure) {
      throw new UncheckedIOException("Cannot drop " + shard.id() + " of " + name, failure);
    }
  }

  private void save() {
    StreamFacts facts =
        new StreamFacts(
            name,
            created,
            mode,
            retentionHours,
            maxRecordKiB,
            tags,
            shards.values().stream().map(Shard::facts).toList(),
            List.copyOf(consumers.values()));
    try {
      Path file = folder.resolve(FILE);
      Path written = folder.resolve(FILE + ".new");
      Files.write(written, JSON.writeValueAsBytes(facts));
      Files.move(written, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException failure) {
      throw new UncheckedIOException("Cannot keep the stream " + name, failure);
    }
  }
}
