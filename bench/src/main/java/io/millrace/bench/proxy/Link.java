package io.millrace.bench.proxy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;

/** A client's connection and the one to the service that goes with it. */
final class Link {

  private final Socket client;
  private final Socket service;

  Link(Socket client, Socket service) throws IOException {
    this.client = client;
    this.service = service;
    client.setTcpNoDelay(true);
    service.setTcpNoDelay(true);
  }

  InputStream fromClient() throws IOException {
    return client.getInputStream();
  }

  OutputStream toClient() throws IOException {
    return client.getOutputStream();
  }

  InputStream fromService() throws IOException {
    return service.getInputStream();
  }

  OutputStream toService() throws IOException {
    return service.getOutputStream();
  }

  /** The client has said all; the service may still answer. */
  void endRequests() throws IOException {
    service.shutdownOutput();
  }

  /** The service has said all; the client may still be talking. */
  void endAnswers() throws IOException {
    client.shutdownOutput();
  }

  /** Runs the way back in a thread of its own, and this way in the caller's; returns after both. */
  void both(Way requests, Way answers) throws IOException {
    Thread back =
        TcpProxy.daemon(
            "answers",
            () -> {
              try {
                answers.run();
              } catch (IOException cut) {
                close();
              }
            });
    try {
      requests.run();
    } catch (IOException cut) {
      close();
      throw cut;
    } finally {
      join(back);
    }
  }

  /** Ends both connections in order, after all has been said. */
  void end() {
    for (Socket socket : new Socket[] {client, service}) {
      try {
        socket.close();
      } catch (IOException closed) {
        // It has been closed before, which is what is wanted.
      }
    }
  }

  /** Ends both connections as a broken network does: with a reset. */
  void close() {
    for (Socket socket : new Socket[] {client, service}) {
      try {
        socket.setSoLinger(true, 0);
        socket.close();
      } catch (IOException closed) {
        // It has been closed before, which is what is wanted.
      }
    }
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** One of the two directions. */
  interface Way {
    void run() throws IOException;
  }
}
