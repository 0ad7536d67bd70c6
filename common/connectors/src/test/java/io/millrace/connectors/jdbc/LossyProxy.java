package io.millrace.connectors.jdbc;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Stands between driver and server. When told to, it passes the next COMMIT on, waits for the
 * server's answer, keeps it, and cuts the connection: committed, and the client does not know.
 */
final class LossyProxy implements AutoCloseable {

  private final int serverPort;
  private final ServerSocket listener;
  private final AtomicBoolean cutNext = new AtomicBoolean();
  private final AtomicInteger cuts = new AtomicInteger();
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();

  private LossyProxy(int serverPort) throws IOException {
    this.serverPort = serverPort;
    this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    start("accept", this::accept);
  }

  static LossyProxy to(String jdbcUrl) throws IOException {
    return new LossyProxy(URI.create(jdbcUrl.substring("jdbc:".length())).getPort());
  }

  String url() {
    return "jdbc:postgresql://localhost:" + listener.getLocalPort() + "/postgres?sslmode=disable";
  }

  void cutAfterCommit() {
    cutNext.set(true);
  }

  int cuts() {
    return cuts.get();
  }

  private void accept() throws IOException {
    while (!listener.isClosed()) {
      Socket client = listener.accept();
      Socket server = new Socket(InetAddress.getLoopbackAddress(), serverPort);
      sockets.add(client);
      sockets.add(server);
      AtomicBoolean swallowAnswer = new AtomicBoolean();
      start("up", () -> copy(client, server, swallowAnswer, true));
      start("down", () -> copy(server, client, swallowAnswer, false));
    }
  }

  private void copy(Socket from, Socket to, AtomicBoolean swallowAnswer, boolean toServer)
      throws IOException {
    byte[] buffer = new byte[1 << 16];
    InputStream in = from.getInputStream();
    OutputStream out = to.getOutputStream();
    for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
      String text = new String(buffer, 0, n, StandardCharsets.ISO_8859_1);
      if (toServer && text.contains("COMMIT") && cutNext.compareAndSet(true, false)) {
        swallowAnswer.set(true);
      }
      if (!toServer && swallowAnswer.get()) {
        cuts.incrementAndGet();
        from.close();
        to.close();
        return;
      }
      out.write(buffer, 0, n);
    }
    to.close();
  }

  private static void start(String name, Loop loop) {
    Thread thread =
        new Thread(
            () -> {
              try {
                loop.run();
              } catch (IOException closed) {
                // One end has gone, which is how each of these ends.
              }
            },
            "proxy-" + name);
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    listener.close();
    for (Socket socket : sockets) {
      socket.close();
    }
  }

  private interface Loop {
    void run() throws IOException;
  }
}
