package io.millrace.sessions;

import io.millrace.event.RowReader;
import io.millrace.event.RowWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * The times of a key's cells as bytes, which are state: a version, when to wake, the number of
 * chains, and for each whether it is cut, the number of its cells, and each cell's first and last
 * time, revision and, unless that is 0, row start.
 */
final class KeySessionsFormat {

  private static final int VERSION = 1;

  private KeySessionsFormat() {}

  static byte[] write(KeySessions sessions) {
    RowWriter out = new RowWriter(64);
    out.writeByte(VERSION);
    out.writeLong(sessions.wakeAt());
    out.writeVarint(sessions.chains().size());
    for (Chain chain : sessions.chains()) {
      out.writeBoolean(chain.cut());
      out.writeVarint(chain.cells().size());
      for (Cell cell : chain.cells()) {
        out.writeLong(cell.first);
        out.writeLong(cell.last);
        out.writeVarint(cell.revision);
        if (cell.inRow()) {
          out.writeLong(cell.rowStart);
        }
      }
    }
    return out.toByteArray();
  }

  static KeySessions read(byte[] bytes, SessionRules rules, Merging merging) {
    RowReader in = new RowReader().open(bytes);
    int version = bytes[in.skip(1)];
    if (version != VERSION) {
      throw new IllegalStateException("sessions of a later version of this job: " + version);
    }
    long wakeAt = in.readLong();
    List<Chain> chains = new ArrayList<>();
    for (int left = in.readVarint(); left > 0; left--) {
      boolean cut = in.readBoolean();
      List<Cell> cells = new ArrayList<>();
      for (int cellsLeft = in.readVarint(); cellsLeft > 0; cellsLeft--) {
        long first = in.readLong();
        long last = in.readLong();
        int revision = in.readVarint();
        cells.add(new Cell(first, last, revision, revision == 0 ? 0 : in.readLong()));
      }
      chains.add(new Chain(rules, cells, cut));
    }
    KeySessions sessions = new KeySessions(rules, merging, chains);
    sessions.wakeAt(wakeAt);
    return sessions;
  }
}
