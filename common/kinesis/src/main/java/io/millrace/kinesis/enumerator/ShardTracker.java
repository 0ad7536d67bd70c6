package io.millrace.kinesis.enumerator;

import io.millrace.kinesis.enumerator.TrackedShard.Status;
import io.millrace.kinesis.split.KinesisShardSplit;
import io.millrace.kinesis.split.KinesisShardSplit.ShardEnd;
import io.millrace.kinesis.split.ReadFrom;
import io.millrace.kinesis.split.ShardFacts;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Which shards there are, who reads them, and which may be read next, and by whom. Plain decisions,
 * by the coordinator's thread.
 *
 * <p>A shard may be read when all its parents have been read to their end. Their last records may
 * still be on their way through the job then, and only records of one subtask stay in order behind
 * it. So until a completed checkpoint holds the parents' ends, only the subtask that read them may
 * read the child; when two subtasks read them, nobody may.
 *
 * <p>A parent that is not known counts as finished only once a listing that began after the child
 * was heard of does not show it: it has expired, or ended before the job's initial position.
 *
 * <p>After a failure, readers report what they were restored with, and everything is assigned anew.
 * Until then a shard is awaited, and its children wait.
 */
final class ShardTracker {

  private static final long NO_CHECKPOINT = 0;

  private final Map<String, TrackedShard> shards = new TreeMap<>();

  /** Shards heard of from readers, with parents unknown: the number of the last listing begun. */
  private final Map<String, Long> unverified = new HashMap<>();

  private long listingsBegun;
  private long lastCheckpoint = NO_CHECKPOINT;
  private long lastCompleted = NO_CHECKPOINT;
  private boolean withoutCheckpoints;

  /**
   * A shard that may be read.
   *
   * @param by the only subtask that may; {@link TrackedShard#NOBODY} if any may
   */
  record Free(KinesisShardSplit split, int by) {}

  /** From a checkpoint: what readers had, they will report. */
  static ShardTracker restore(Collection<TrackedShard> stored) {
    ShardTracker tracker = new ShardTracker();
    for (TrackedShard shard : stored) {
      TrackedShard now =
          switch (shard.status()) {
            case ASSIGNED, AWAITED -> shard.awaitedFrom(TrackedShard.NOBODY);
            case FINISHED -> shard.finishedBy(TrackedShard.NOBODY, TrackedShard.ALWAYS);
            case WAITING -> shard;
          };
      tracker.put(now);
      if (now.is(Status.WAITING) && !tracker.parentsKnown(now, stored)) {
        tracker.unverified.put(now.split().splitId(), 0L);
      }
    }
    return tracker;
  }

  /** A listing begins; its number goes to {@link #listed}. */
  long listingBegins() {
    return ++listingsBegun;
  }

  /**
   * A complete listing.
   *
   * @param initial where shards begin that have no parent here
   */
  void listed(long listing, Collection<ShardFacts> all, ReadFrom initial) {
    Set<String> ids = new HashSet<>();
    all.forEach(shard -> ids.add(shard.shardId()));
    for (ShardFacts shard : all) {
      boolean descends =
          shard.parents().stream().anyMatch(id -> ids.contains(id) || shards.containsKey(id));
      add(shard, descends ? ReadFrom.TRIM_HORIZON : initial);
    }
    unverified.values().removeIf(heardBefore -> heardBefore < listing);
    shards
        .values()
        .removeIf(
            shard ->
                shard.is(Status.FINISHED)
                    && isDurable(shard)
                    && !ids.contains(shard.split().splitId()));
  }

  /** A reader has come up; these are the splits of its state. */
  void reported(int subtask, Collection<KinesisShardSplit> splits) {
    for (KinesisShardSplit split : splits) {
      TrackedShard known = shards.get(split.splitId());
      boolean ours =
          known == null
              || (known.is(Status.AWAITED)
                  && (known.owner() == subtask || known.owner() == TrackedShard.NOBODY));
      if (!ours) {
        // Another reader has taken it over since that state was written, or its end is known.
        continue;
      }
      if (split.end() == null) {
        put(TrackedShard.waiting(split));
      } else {
        // Restored from a completed checkpoint: nothing takes that back.
        finish(subtask, split, split.end(), TrackedShard.ALWAYS);
      }
    }
  }

  /**
   * A reader has been reset to the last completed checkpoint.
   *
   * @param assignedSince what it had been assigned after that checkpoint
   */
  void reset(int subtask, Collection<KinesisShardSplit> assignedSince) {
    for (TrackedShard shard : List.copyOf(shards.values())) {
      boolean undone =
          shard.is(Status.ASSIGNED) || (shard.is(Status.FINISHED) && !isDurable(shard));
      if (shard.owner() == subtask && undone) {
        put(shard.awaitedFrom(subtask));
      }
    }
    for (KinesisShardSplit split : assignedSince) {
      TrackedShard known = shards.get(split.splitId());
      if (known == null || known.is(Status.AWAITED)) {
        put(TrackedShard.waiting(split));
      }
    }
  }

  /** A reader says that it has read shards to their end. Hearing it twice changes nothing. */
  void finished(int subtask, Collection<KinesisShardSplit> splits) {
    for (KinesisShardSplit split : splits) {
      TrackedShard known = shards.get(split.splitId());
      if (split.end() != null && (known == null || !known.is(Status.FINISHED))) {
        finish(subtask, split, split.end(), lastCheckpoint);
      }
    }
  }

  private void finish(int subtask, KinesisShardSplit split, ShardEnd end, long since) {
    put(TrackedShard.waiting(split).finishedBy(subtask, since));
    for (ShardFacts child : end.children()) {
      if (add(child, ReadFrom.TRIM_HORIZON)
          && !child.parents().stream().allMatch(shards::containsKey)) {
        unverified.put(child.shardId(), listingsBegun);
      }
    }
  }

  /** The shards to be assigned now, in a stable order. */
  List<Free> assignable() {
    List<Free> free = new ArrayList<>();
    for (TrackedShard shard : shards.values()) {
      if (shard.is(Status.WAITING) && parentsHaveEnded(shard) && !waitsForCheckpoint(shard)) {
        Set<Integer> readers = readersWithRecordsUnderWay(shard);
        free.add(
            new Free(
                shard.split(),
                readers.size() == 1 ? readers.iterator().next() : TrackedShard.NOBODY));
      }
    }
    return free;
  }

  /** Whether some shard can be read only when a checkpoint has been completed. */
  boolean needsCheckpoint() {
    return shards.values().stream()
        .anyMatch(
            shard ->
                shard.is(Status.WAITING) && parentsHaveEnded(shard) && waitsForCheckpoint(shard));
  }

  /** As long as no checkpoint begins, no shard waits for one. */
  void doWithoutCheckpoints() {
    withoutCheckpoints = true;
  }

  private boolean parentsHaveEnded(TrackedShard shard) {
    return !unverified.containsKey(shard.split().splitId())
        && shard.split().shard().parents().stream()
            .map(shards::get)
            .allMatch(parent -> parent == null || parent.is(Status.FINISHED));
  }

  private boolean waitsForCheckpoint(TrackedShard shard) {
    boolean noneComes = withoutCheckpoints && lastCheckpoint == NO_CHECKPOINT;
    return !noneComes && readersWithRecordsUnderWay(shard).size() > 1;
  }

  /** The subtasks that have read parents of a shard, to ends that no checkpoint holds yet. */
  private Set<Integer> readersWithRecordsUnderWay(TrackedShard shard) {
    Set<Integer> readers = new HashSet<>();
    for (String id : shard.split().shard().parents()) {
      TrackedShard parent = shards.get(id);
      if (parent != null && !isDurable(parent)) {
        readers.add(parent.owner());
      }
    }
    return readers;
  }

  void assigned(String shardId, int subtask) {
    TrackedShard shard = shards.get(shardId);
    if (shard == null || !shard.is(Status.WAITING)) {
      throw new IllegalStateException(shardId + " is not to be assigned: " + shard);
    }
    put(shard.assignedTo(subtask));
  }

  /** How many shards each subtask reads. */
  List<Integer> load(int parallelism) {
    int[] load = new int[parallelism];
    for (TrackedShard shard : shards.values()) {
      if (shard.is(Status.ASSIGNED) && shard.owner() < parallelism) {
        load[shard.owner()]++;
      }
    }
    List<Integer> list = new ArrayList<>();
    for (int shardCount : load) {
      list.add(shardCount);
    }
    return list;
  }

  /** Whether only a listing can tell if some shard may be read. */
  boolean needsListing() {
    return !unverified.isEmpty();
  }

  /** Whether every known shard has been read to its end. */
  boolean allFinished() {
    return shards.values().stream().allMatch(shard -> shard.is(Status.FINISHED));
  }

  /** What a checkpoint holds. */
  List<TrackedShard> snapshot(long checkpoint) {
    lastCheckpoint = Math.max(lastCheckpoint, checkpoint);
    return List.copyOf(shards.values());
  }

  void completed(long checkpoint) {
    lastCompleted = Math.max(lastCompleted, checkpoint);
  }

  /**
   * Whether a reader that is reset no longer has the shard: its end is in a completed checkpoint.
   */
  private boolean isDurable(TrackedShard finished) {
    return finished.since() < lastCompleted;
  }

  private boolean add(ShardFacts shard, ReadFrom from) {
    if (shards.containsKey(shard.shardId())) {
      return false;
    }
    put(TrackedShard.waiting(KinesisShardSplit.of(shard, from)));
    return true;
  }

  private boolean parentsKnown(TrackedShard shard, Collection<TrackedShard> stored) {
    Set<String> ids = new HashSet<>();
    stored.forEach(other -> ids.add(other.split().splitId()));
    return ids.containsAll(shard.split().shard().parents());
  }

  private void put(TrackedShard shard) {
    shards.put(shard.split().splitId(), shard);
  }
}
