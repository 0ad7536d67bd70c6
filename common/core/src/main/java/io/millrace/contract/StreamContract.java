package io.millrace.contract;

import java.io.Serializable;
import java.time.Duration;
import java.util.List;

/**
 * One stream's contract, compiled and checked: what an event looks like, what identifies it, when
 * it happened, and how it is filed. Immutable; every list is unmodifiable; safe to share between
 * threads and to ship inside operators.
 *
 * @param id the contract's {@code id}
 * @param version the contract's {@code version}
 * @param status the contract's {@code status}, such as {@code active}
 * @param name the stream's name ({@code schema[0].name}): lake prefix and table prefix
 * @param fields the top-level columns in the contract's order
 * @param primaryKey what identifies an event, in key order; at least one
 * @param eventTime the timestamp property that says when the event happened
 * @param maxOutOfOrderness how far an event may lag behind its split's highest event time without
 *     being late
 * @param maxFutureSkew how far an event time may be ahead of the record's broker timestamp before
 *     it is rejected
 * @param dedupHorizon for how long, in event time, an id is remembered
 * @param allowedLateness for how long after its end, in event time, a window accepts late events
 * @param onUnknownField what happens to JSON members that the contract does not name
 * @param partitionKeys extra lake partition levels after date and hour, in order; often empty
 */
public record StreamContract(
    String id,
    String version,
    String status,
    String name,
    List<Field> fields,
    List<FieldPath> primaryKey,
    FieldPath eventTime,
    Duration maxOutOfOrderness,
    Duration maxFutureSkew,
    Duration dedupHorizon,
    Duration allowedLateness,
    UnknownFieldPolicy onUnknownField,
    List<FieldPath> partitionKeys,
    List<RollupDefinition> rollups,
    List<SessionDefinition> sessions,
    List<QualityRule> quality,
    List<ServiceLevel> serviceLevels)
    implements Serializable {

  public StreamContract {
    fields = List.copyOf(fields);
    primaryKey = List.copyOf(primaryKey);
    partitionKeys = List.copyOf(partitionKeys);
    rollups = List.copyOf(rollups);
    sessions = List.copyOf(sessions);
    quality = List.copyOf(quality);
    serviceLevels = List.copyOf(serviceLevels);
  }

  /**
   * Whether any field, at any depth, is stored only as a keyed hash; if so, dead letters are
   * encrypted.
   */
  public boolean restricted() {
    return Field.anyRestricted(fields);
  }

  /**
   * The field that {@code path} leads to through groups (not lists).
   *
   * @throws IllegalArgumentException if there is none; never for a path of this contract's own
   */
  public Field resolve(FieldPath path) {
    return path.find(fields)
        .orElseThrow(() -> new IllegalArgumentException(name + " has no field " + path));
  }

  /**
   * The name under which a nested field becomes a column of its own (a partition level, a group
   * column of a rollup): the column names from the top inwards, joined by underscores.
   *
   * @throws IllegalArgumentException if there is no such field
   */
  public String flatName(FieldPath path) {
    return FlatName.of(path, resolve(path));
  }
}
