package io.millrace.bench.faults;

/**
 * What stands between Flink and the services it writes to: Flink's {@code s3.endpoint} (jobs,
 * checkpoints) is the one's port, the jobs' {@code jdbc.url} has the other's.
 */
public final class Passages implements AutoCloseable {

  private final Passage s3;
  private final Passage database;

  public Passages(Passage s3, Passage database) {
    this.s3 = s3;
    this.database = database;
  }

  public Passage s3() {
    return s3;
  }

  public Passage database() {
    return database;
  }

  @Override
  public void close() {
    s3.close();
    database.close();
  }
}
