package io.millrace.bench.proxy;

import io.millrace.bench.faults.Passage;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A port of the loopback interface that passes bytes on to a service, and fails as a network does.
 * Safe for use by several threads.
 */
public class TcpProxy implements Passage {

  private static final int BUFFER = 1 << 16;
  private static final long UNLIMITED = Long.MAX_VALUE;

  private final ServerSocket listener;
  private final Conversation conversation;
  private final Set<Link> links = ConcurrentHashMap.newKeySet();
  private final AtomicLong toService = new AtomicLong(UNLIMITED);
  private final AtomicLong toClient = new AtomicLong(UNLIMITED);
  private final AtomicInteger turnedAway = new AtomicInteger();
  private final Object gate = new Object();
  private boolean stalled;
  private volatile Duration delay = Duration.ZERO;
  private volatile boolean refusing;
  private volatile int servicePort;

  /** A proxy of plain bytes. Resets what connects until it leads somewhere. */
  public TcpProxy(String name) throws IOException {
    this(name, null);
  }

  TcpProxy(String name, @Nullable Conversation conversation) throws IOException {
    this.conversation = conversation == null ? this::passBytes : conversation;
    listener = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
    daemon(name, this::accept);
  }

  @Override
  public final int port() {
    return listener.getLocalPort();
  }

  @Override
  public final void leadTo(int port) {
    servicePort = port;
  }

  /** Cuts every connection there is, and says how many. New ones are accepted. */
  public final int cutAll() {
    int cut = 0;
    for (Link link : links) {
      link.close();
      cut++;
    }
    return cut;
  }

  /** How many connections were refused, since the proxy was made. */
  public final int turnedAway() {
    return turnedAway.get();
  }

  /** Resets each new connection at once, or no longer. */
  public final void refuse(boolean whether) {
    refusing = whether;
  }

  /** Lets no byte pass, in connections that stay open, or lets all go on. */
  public final void stall(boolean whether) {
    synchronized (gate) {
      stalled = whether;
      gate.notifyAll();
    }
  }

  /** Holds each piece that is passed on for so long; zero: no longer. */
  public final void delay(Duration each) {
    delay = each;
  }

  /** Cuts the connection that brings the bytes to the service beyond so many from now on. */
  public final void cutAfterToService(long bytes) {
    toService.set(bytes);
  }

  /** Cuts the connection that brings the bytes to clients beyond so many from now on. */
  public final void cutAfterToClient(long bytes) {
    toClient.set(bytes);
  }

  /** How many connections there are. */
  public final int connections() {
    return links.size();
  }

  /** Ends the listening and all connections. */
  @Override
  public final void close() {
    stall(false);
    try {
      listener.close();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    cutAll();
  }

  /** Waits while the proxy is stalled, then for the delay: called before anything is passed on. */
  final void pass() throws IOException {
    synchronized (gate) {
      while (stalled) {
        try {
          gate.wait();
        } catch (InterruptedException interrupted) {
          Thread.currentThread().interrupt();
          throw new IOException("interrupted in a stalled connection", interrupted);
        }
      }
    }
    long until = System.nanoTime() + delay.toNanos();
    for (long left = delay.toNanos(); left > 0; left = until - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }

  static Thread daemon(String name, Runnable work) {
    Thread thread = new Thread(work, "proxy " + name);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        daemon("connection", () -> serve(client));
      } catch (IOException closed) {
        // Of the listener, or of a client that has gone before it was served.
      }
    }
  }

  private void serve(Socket client) {
    Link link = null;
    try {
      if (refusing || servicePort == 0) {
        turnedAway.incrementAndGet();
        throw new IOException("refused");
      }
      link = new Link(client, new Socket(InetAddress.getLoopbackAddress(), servicePort));
      links.add(link);
      if (!listener.isClosed()) {
        conversation.run(link);
        link.end();
      }
    } catch (IOException cut) {
      // One side has gone, or the proxy has cut it: the other side sees it below.
    } finally {
      if (link == null) {
        reset(client);
      } else {
        links.remove(link);
        link.close();
      }
    }
  }

  private void passBytes(Link link) throws IOException {
    link.both(
        () -> {
          copy(link.fromClient(), link.toService(), toService);
          link.endRequests();
        },
        () -> {
          copy(link.fromService(), link.toClient(), toClient);
          link.endAnswers();
        });
  }

  private void copy(InputStream from, OutputStream to, AtomicLong allowed) throws IOException {
    byte[] buffer = new byte[BUFFER];
    for (int n = from.read(buffer); n >= 0; n = from.read(buffer)) {
      pass();
      int read = n;
      long before = allowed.getAndUpdate(left -> left == UNLIMITED ? left : left - read);
      if (before < read) {
        to.write(buffer, 0, (int) Math.max(0, before));
        to.flush();
        // The next connection passes again.
        allowed.set(UNLIMITED);
        throw new IOException("cut by the proxy");
      }
      to.write(buffer, 0, n);
      to.flush();
    }
  }

  private static void reset(Socket client) {
    try {
      client.setSoLinger(true, 0);
      client.close();
    } catch (IOException gone) {
      // So has the client.
    }
  }
}
