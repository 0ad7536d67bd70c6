package io.millrace.bench.faults;

import io.millrace.bench.proxy.CommitCut;
import io.millrace.bench.proxy.DatabaseProxy;
import io.millrace.local.platform.Database;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;

/** The database's connections fail, or it has none left, or a row is locked. */
final class DatabaseFault implements Fault {

  private static final Duration LIMIT = Duration.ofMinutes(5);
  private static final Duration POLL = Duration.ofMillis(20);

  /** How long connections or a lock are held. */
  private static final List<Duration> HELD =
      List.of(Duration.ofSeconds(5), Duration.ofSeconds(15), Duration.ofSeconds(30));

  private static final String TOO_MANY_CONNECTIONS = "53300";

  private interface Act {
    void on(DatabaseProxy proxy, Scene scene, RandomGenerator random) throws SQLException;
  }

  private final String name;
  private final Act act;

  private DatabaseFault(String name, Act act) {
    this.name = name;
    this.act = act;
  }

  static List<Fault> all() {
    return List.of(
        new DatabaseFault("db-cut-before-commit", cut(CommitCut.BEFORE)),
        new DatabaseFault("db-cut-in-commit", cut(CommitCut.INSIDE)),
        new DatabaseFault("db-reply-lost", cut(CommitCut.REPLY_LOST)),
        new DatabaseFault("db-cut-after-commit", cut(CommitCut.AFTER)),
        new DatabaseFault("db-no-connections", DatabaseFault::takeConnections),
        new DatabaseFault("db-row-locked", DatabaseFault::lockRow));
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void inject(Scene scene, RandomGenerator random) throws SQLException {
    if (!(scene.passages().database() instanceof DatabaseProxy proxy)) {
      throw new IllegalStateException(name + " needs a DatabaseProxy before the database");
    }
    act.on(proxy, scene, random);
  }

  private static Act cut(CommitCut where) {
    return (proxy, scene, random) -> {
      int commits = 1 + random.nextInt(5);
      int wanted = proxy.cuts(where) + commits;
      proxy.cutNext(where, commits);
      long deadline = System.nanoTime() + LIMIT.toNanos();
      while (proxy.cuts(where) < wanted) {
        if (System.nanoTime() > deadline) {
          throw new IllegalStateException("no commit to be cut in " + LIMIT);
        }
        LockSupport.parkNanos(POLL.toNanos());
      }
      scene.note("cut " + where.name().toLowerCase(Locale.ROOT), commits);
    };
  }

  /** Takes all there are, then cuts those of the jobs, and takes these too. */
  private static void takeConnections(DatabaseProxy proxy, Scene scene, RandomGenerator random)
      throws SQLException {
    Deque<Connection> held = new ArrayDeque<>();
    try {
      takeAll(scene.platform().database(), held);
      proxy.cutAll();
      takeAll(scene.platform().database(), held);
      hold(scene, random);
    } finally {
      scene.note("connections", held.size());
      for (Connection connection : held) {
        connection.close();
      }
    }
  }

  private static void takeAll(Database database, Deque<Connection> held) throws SQLException {
    try {
      while (true) {
        held.add(connect(database));
      }
    } catch (SQLException none) {
      if (!TOO_MANY_CONNECTIONS.equals(none.getSQLState())) {
        throw none;
      }
    }
  }

  /** The newest rows of a rollup are the ones that the next commit changes. */
  private static void lockRow(DatabaseProxy proxy, Scene scene, RandomGenerator random)
      throws SQLException {
    try (RowLock lock = RowLock.take(scene.platform().database())) {
      scene.note("locked", lock);
      hold(scene, random);
    }
  }

  private static void hold(Scene scene, RandomGenerator random) {
    Duration held = HELD.get(random.nextInt(HELD.size()));
    scene.note("held", held);
    LockSupport.parkNanos(held.toNanos());
  }

  /** By no passage: what is held is not what is broken. */
  static Connection connect(Database database) throws SQLException {
    return DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
  }
}
