package io.millrace.local.kinesis;

import io.millrace.local.kinesis.api.Operations;
import io.millrace.local.kinesis.api.Streams;
import io.millrace.local.kinesis.control.CallBook;
import io.millrace.local.kinesis.control.FaultBook;
import io.millrace.local.kinesis.control.LimitBook;
import io.millrace.local.kinesis.http.AdminPaths;
import io.millrace.local.kinesis.http.HttpServer;
import io.millrace.local.kinesis.http.RequestHandler;
import io.millrace.local.kinesis.store.StreamStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;

/**
 * A Kinesis server in this JVM, for tests and demos only. Clients take {@link #endpoint} as their
 * endpoint override, with any region and any credentials. {@link KinesisAdmin} orders its faults.
 *
 * <p>It keeps its streams in a folder, over a restart and over a kill, though not over a loss of
 * power. Faults and limits are those of a run.
 */
public final class EmbeddedKinesis implements AutoCloseable {

  private final StreamStore store;
  private final HttpServer http;

  private EmbeddedKinesis(StreamStore store, HttpServer http) {
    this.store = store;
    this.http = http;
  }

  /**
   * Starts a server.
   *
   * @param folder where its streams are kept; made if it does not exist
   * @param port 0 for one that is free
   */
  public static EmbeddedKinesis start(Path folder, int port, Limits limits) {
    return start(folder, port, limits, InstantSource.system());
  }

  /** Starts a server that takes the time, of records and of limits, from a clock. */
  public static EmbeddedKinesis start(Path folder, int port, Limits limits, InstantSource clock) {
    StreamStore store = StreamStore.open(folder);
    LimitBook current = new LimitBook(limits);
    FaultBook faults = new FaultBook();
    CallBook calls = new CallBook();
    Operations operations = new Operations(new Streams(store, clock, current, faults), calls);
    AdminPaths admin = new AdminPaths(faults, calls, current, store);
    return new EmbeddedKinesis(
        store, HttpServer.start(port, () -> new RequestHandler(operations, calls, admin)));
  }

  /** What clients connect to. */
  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + http.port());
  }

  /** Cuts all connections. What was acknowledged stays in the folder. */
  @Override
  public void close() {
    http.close();
    try {
      store.close();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
