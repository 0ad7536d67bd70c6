package io.millrace.bench.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Passes bytes on, both ways, and knows nothing of what they say. */
public final class Tunnel implements Passage {

  private final ServerSocket listener;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private volatile int servicePort;

  /** Listens at a free port of the loopback interface; refuses until it leads somewhere. */
  public Tunnel(String name) throws IOException {
    listener = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
    daemon(name, this::accept);
  }

  @Override
  public int port() {
    return listener.getLocalPort();
  }

  @Override
  public void leadTo(int port) {
    servicePort = port;
  }

  @Override
  public void close() {
    closeQuietly(listener);
    open.forEach(Tunnel::closeQuietly);
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        open.add(client);
        connect(client);
      } catch (IOException closed) {
        // Of the listener: this was the last one.
      }
    }
  }

  private void connect(Socket client) {
    try {
      Socket service = new Socket(InetAddress.getLoopbackAddress(), servicePort);
      open.add(service);
      client.setTcpNoDelay(true);
      service.setTcpNoDelay(true);
      daemon("to service", () -> copy(client, service));
      daemon("to client", () -> copy(service, client));
    } catch (IOException refused) {
      end(client);
    }
  }

  /** A connection that is cut on one side is cut on the other. */
  private void copy(Socket from, Socket to) {
    try {
      from.getInputStream().transferTo(to.getOutputStream());
      to.shutdownOutput();
    } catch (IOException cut) {
      end(to);
    } finally {
      if (to.isOutputShutdown() && from.isOutputShutdown()) {
        end(from);
        end(to);
      }
    }
  }

  private void end(Socket socket) {
    open.remove(socket);
    closeQuietly(socket);
  }

  private static void daemon(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
  }

  private static void closeQuietly(AutoCloseable socket) {
    try {
      socket.close();
    } catch (Exception failure) {
      throw new UncheckedIOException(new IOException("cannot close a socket", failure));
    }
  }
}
