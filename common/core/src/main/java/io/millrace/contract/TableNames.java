package io.millrace.contract;

/** The tables of one stream: every name fits and is the only one. */
final class TableNames {

  private static final String CORRECTIONS = "_corrections";
  private static final String TOO_LATE = "_too_late";

  /** The longest stream name that leaves room for {@code <stream>_too_late}. */
  static final int MAX_STREAM_LENGTH = Names.MAX_LENGTH - TOO_LATE.length();

  private final String stream;
  private final Names.Taken taken = new Names.Taken();

  TableNames(String stream) {
    this.stream = stream;
    taken.reserve(stream + TOO_LATE, "the stream's table of events that came too late");
    for (String ledger :
        new String[] {
          "ledger", "ledger_reason", "ledger_partition", "ledger_rollup", "ledger_gap"
        }) {
      taken.reserve(ledger, "a table of the ledger");
    }
  }

  void takeRollup(String name, Section rollup) {
    if (fits(name, CORRECTIONS, rollup)) {
      taken.take(stream + "_" + name, "a table of this stream", rollup, "name");
      taken.take(stream + "_" + name + CORRECTIONS, "a table of this stream", rollup, "name");
    }
  }

  void takeSession(String name, Section session) {
    if (fits(name, "", session)) {
      taken.take(stream + "_" + name, "a table of this stream", session, "name");
    }
  }

  private boolean fits(String name, String ending, Section definition) {
    int room = Names.MAX_LENGTH - stream.length() - 1 - ending.length();
    return Names.check(name, Math.max(room, 0), definition, "name");
  }
}
