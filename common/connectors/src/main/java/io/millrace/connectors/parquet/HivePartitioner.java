package io.millrace.connectors.parquet;

import io.millrace.contract.FieldPath;
import io.millrace.contract.PartitionRoom;
import io.millrace.contract.StreamContract;
import io.millrace.event.Event;
import io.millrace.event.RowReader;
import io.millrace.ledger.LakePartitioner;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Files events as {@code event_date=2026-11-22/event_hour=13/[key=value/…]}: the event time's date
 * and hour in UTC, whatever the machine's zone, then the contract's partition keys in order. A key
 * inside a group is named with underscores, {@code device_kind}; null and empty values are in
 * {@code __HIVE_DEFAULT_PARTITION__}. Not thread-safe; each operator has its own copy.
 */
public final class HivePartitioner implements LakePartitioner {

  private static final long serialVersionUID = 1L;

  private static final long MICROS_AN_HOUR = 3_600_000_000L;

  /** More paths than this are open only if the events have no order at all. */
  private static final int CACHED_PATHS = 10_000;

  private final StreamContract contract;
  private transient @Nullable State state;

  /**
   * @throws IllegalArgumentException if a partition key is a group, a list or JSON, or two folders
   *     would have one name
   */
  public HivePartitioner(StreamContract contract) {
    this.contract = contract;
    this.state = new State(contract);
  }

  @Override
  public String partition(Event event) {
    State current = state;
    if (current == null) {
      current = new State(contract);
      state = current;
    }
    return current.partition(event);
  }

  /** A partition key and its folder's name. */
  private record Key(String name, RowField field) {}

  private static final class State {
    private final List<Key> keys = new ArrayList<>();
    private final int room;
    private final Map<Long, String> hours = new HashMap<>();
    private final Map<String, String> paths = new HashMap<>();
    private final RowReader row = new RowReader();
    private long lastHour = Long.MIN_VALUE;
    private String lastPath = "";

    State(StreamContract contract) {
      Set<String> names = new HashSet<>(Set.of("event_date", "event_hour"));
      for (FieldPath path : contract.partitionKeys()) {
        String name = contract.flatName(path);
        if (!names.add(name)) {
          throw new IllegalArgumentException("two partition levels are named " + name);
        }
        keys.add(new Key(name, new RowField(contract, path)));
      }
      room = PartitionRoom.valueBytes(keys.stream().map(Key::name).toList());
    }

    String partition(Event event) {
      long hour = Math.floorDiv(event.eventTime(), MICROS_AN_HOUR);
      if (hour != lastHour) {
        if (hours.size() >= CACHED_PATHS) {
          hours.clear();
        }
        lastPath = hours.computeIfAbsent(hour, unseen -> LakeTable.hourFolder(event.eventTime()));
        lastHour = hour;
      }
      return keys.isEmpty() ? lastPath : withKeys(event);
    }

    private String withKeys(Event event) {
      StringBuilder path = new StringBuilder(lastPath);
      for (Key key : keys) {
        String value = key.field().text(row.open(event.row())).orElse("");
        path.append('/').append(PartitionNames.folder(key.name(), value, room));
      }
      if (paths.size() >= CACHED_PATHS) {
        paths.clear();
      }
      return paths.computeIfAbsent(path.toString(), p -> p);
    }
  }
}
