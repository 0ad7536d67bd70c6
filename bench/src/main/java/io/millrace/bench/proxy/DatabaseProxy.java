package io.millrace.bench.proxy;

import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Stands before PostgreSQL and knows the two-phase JDBC sink's commits by their marker, the INSERT
 * into {@code millrace_commit}. Connections are not encrypted: a client that asks is told so, as
 * the platform's own server would.
 */
public final class DatabaseProxy extends TcpProxy {

  private final Cuts cuts;

  public DatabaseProxy(String name) throws IOException {
    this(name, new Cuts());
  }

  private DatabaseProxy(String name, Cuts cuts) throws IOException {
    super(name, link -> new DatabaseConversation(link, cuts).run());
    this.cuts = cuts;
    cuts.proxy = this;
  }

  /** Cuts the connections of the next so many commits, whoever makes them. */
  public void cutNext(CommitCut where, int commits) {
    cuts.armed(where).set(commits);
  }

  /**
   * Holds the COMMIT of the next transaction whose marker says this.
   *
   * @param marker the marker's values, as they are sent
   */
  public Hold holdCommit(Predicate<String> marker) {
    Hold hold = new Hold(marker);
    cuts.hold = hold;
    return hold;
  }

  /** How many connections have been cut there, since the proxy was made. */
  public int cuts(CommitCut where) {
    return cuts.done(where).get();
  }

  /** What is to be cut, and was. */
  static final class Cuts {
    private final Map<CommitCut, AtomicInteger> armed = counters();
    private final Map<CommitCut, AtomicInteger> done = counters();
    private volatile @Nullable DatabaseProxy proxy;
    private volatile @Nullable Hold hold;

    /** Whether to cut here; it then counts as done. */
    boolean take(CommitCut where) {
      boolean cut = armed(where).getAndUpdate(left -> Math.max(0, left - 1)) > 0;
      if (cut) {
        done(where).incrementAndGet();
      }
      return cut;
    }

    void meet(String marker) throws IOException {
      Hold of = hold;
      if (of != null) {
        of.meet(marker);
      }
    }

    void pass() throws IOException {
      DatabaseProxy of = proxy;
      if (of != null) {
        of.pass();
      }
    }

    private AtomicInteger armed(CommitCut where) {
      return Objects.requireNonNull(armed.get(where));
    }

    private AtomicInteger done(CommitCut where) {
      return Objects.requireNonNull(done.get(where));
    }

    private static Map<CommitCut, AtomicInteger> counters() {
      Map<CommitCut, AtomicInteger> counters = new EnumMap<>(CommitCut.class);
      for (CommitCut where : CommitCut.values()) {
        counters.put(where, new AtomicInteger());
      }
      return counters;
    }
  }
}
