package io.millrace.bench.storefront;

import io.millrace.local.audit.LedgerRow;
import io.millrace.local.platform.Platform;
import io.millrace.local.query.LakeDatabase;
import io.millrace.local.query.ResultTable;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * What the faults have put into the topic besides the stream, and taken from it, and what must have
 * become of that. Of one thread.
 */
public final class Additions {

  private final Set<String> written = new HashSet<>();
  private final Map<String, String> rejected = new HashMap<>();
  private final List<Expiry> expired = new ArrayList<>();
  private final List<String> gaps = new ArrayList<>();
  private final Settled settled = new Settled();
  private long ids;

  /** Records that were gone from a split before any job could read them. */
  private record Expiry(String split, long first, long last) {
    long records() {
      return last - first + 1;
    }
  }

  /** One that no event has yet. */
  public String nextId() {
    return new UUID(0x4000L | (8L << 32), 0x8000000000000000L | ids++).toString();
  }

  /** An event of this id has been sent, and is to be in the lake. */
  public void mustBeWritten(String id) {
    written.add(id);
  }

  /** A record has been sent that is to be a dead letter, for this reason. */
  public void mustBeRejected(String split, long position, String reason) {
    rejected.put(split + "@" + position, reason);
  }

  /** These positions are gone, and no job has read them; each is to name them as a gap. */
  public void mustBeMissed(String split, long first, long last) {
    expired.add(new Expiry(split, first, last));
    gaps.add("%s %d-%d".formatted(split, first, last));
  }

  /** A split begins anew with fewer records than were read; each job is to name that as a gap. */
  public void mustBeCut(String split, long end) {
    gaps.add("%s %d-".formatted(split, end));
  }

  /** What was written of topics that were made again. */
  public Settled settled() {
    return settled;
  }

  /** All that was sent and deleted so far is settled; the gaps stay in the ledger. */
  void settle(Set<String> runs, Set<String> letters, long records) {
    settled.add(runs, letters, records);
    expired.clear();
    rejected.clear();
  }

  /** How many records of the topic no job could read. */
  public long missed() {
    return expired.stream().mapToLong(Expiry::records).sum();
  }

  Set<String> written() {
    return Set.copyOf(written);
  }

  /** What the lake's audit has to say of records that are gone. */
  Set<String> auditFindings() {
    Set<String> findings = new HashSet<>();
    for (Expiry gone : expired) {
      findings.add(
          "%s: positions %s were never consumed, and the source no longer holds them"
              .formatted(gone.split(), new LedgerRow.Range(gone.first(), gone.last())));
    }
    return findings;
  }

  /** Dead letters that are not there, or for another reason. */
  List<String> rejectedDifferently(LakeDatabase lake, Platform platform, String stream)
      throws SQLException {
    Map<String, String> missing = new HashMap<>(rejected);
    List<String> wrong = new ArrayList<>();
    if (!missing.isEmpty()) {
      for (List<?> row :
          lake.query(
                  "SELECT split || '@' || position, reason, filename FROM read_parquet(%s, filename = true)"
                      .formatted(DeadLetterCheck.files(platform, stream)))
              .rows()) {
        if (settled.letters().contains(row.get(2).toString())) {
          continue;
        }
        String expected = missing.remove(row.get(0).toString());
        if (expected != null && !expected.equals(row.get(1))) {
          wrong.add("%s was rejected as %s, not %s".formatted(row.get(0), row.get(1), expected));
        }
      }
    }
    missing.forEach(
        (place, reason) -> wrong.add("%s is no dead letter, and is %s".formatted(place, reason)));
    return wrong;
  }

  /** Gaps that a job's ledger does not name, or names and should not. */
  public List<String> namedDifferently(Connection database, List<String> jobs) throws SQLException {
    List<String> wrong = new ArrayList<>();
    for (String job : jobs) {
      List<String> expected = new ArrayList<>(gaps);
      for (List<?> row :
          ResultTable.query(
                  database,
                  "SELECT split || ' ' || first_position || '-' || coalesce(last_position::text, '') FROM ledger_gap WHERE job = '%s'"
                      .formatted(job))
              .rows()) {
        if (!expected.remove(row.get(0))) {
          wrong.add("%s names a gap that is none: %s".formatted(job, row.get(0)));
        }
      }
      expected.forEach(gap -> wrong.add("%s does not name the gap %s".formatted(job, gap)));
    }
    return wrong;
  }
}
