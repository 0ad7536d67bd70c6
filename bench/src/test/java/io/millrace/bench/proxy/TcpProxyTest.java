package io.millrace.bench.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Before a service that says all back. */
class TcpProxyTest {

  private static final int PATIENCE = 60_000;

  private ServerSocket service;
  private TcpProxy proxy;

  @BeforeEach
  void start() throws IOException {
    service = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    TcpProxy.daemon("echo", this::accept);
    proxy = new TcpProxy("echo");
    proxy.leadTo(service.getLocalPort());
  }

  @AfterEach
  void stop() throws IOException {
    proxy.close();
    service.close();
  }

  @Test
  void passesBothWays() throws IOException {
    try (Socket client = connect()) {
      assertThat(echo(client, "all is well")).isEqualTo("all is well");
      client.shutdownOutput();
      assertThat(client.getInputStream().read()).as("the end, passed on too").isEqualTo(-1);
    }
  }

  @Test
  void cutsAllAndAcceptsNewOnes() throws IOException {
    try (Socket client = connect()) {
      echo(client, "x");
      proxy.cutAll();
      assertCut(client);
    }
    try (Socket client = connect()) {
      assertThat(echo(client, "again")).isEqualTo("again");
    }
  }

  @Test
  void refusesWhileToldTo() throws IOException {
    proxy.refuse(true);
    try (Socket client = connect()) {
      assertCut(client);
    }
    proxy.refuse(false);
    try (Socket client = connect()) {
      assertThat(echo(client, "again")).isEqualTo("again");
    }
  }

  @Test
  void stallsAndGoesOn() throws IOException {
    try (Socket client = connect()) {
      echo(client, "x");
      proxy.stall(true);
      client.getOutputStream().write("held".getBytes(StandardCharsets.US_ASCII));
      client.setSoTimeout(200);
      assertThatThrownBy(() -> client.getInputStream().read())
          .isInstanceOf(SocketTimeoutException.class);
      client.setSoTimeout(PATIENCE);
      proxy.stall(false);
      assertThat(new String(client.getInputStream().readNBytes(4), StandardCharsets.US_ASCII))
          .isEqualTo("held");
    }
  }

  @Test
  void delaysBothWays() throws IOException {
    try (Socket client = connect()) {
      echo(client, "x");
      proxy.delay(Duration.ofMillis(100));
      long begin = System.nanoTime();
      echo(client, "y");
      assertThat(Duration.ofNanos(System.nanoTime() - begin))
          .isGreaterThanOrEqualTo(Duration.ofMillis(200));
    }
  }

  @Test
  void cutsAfterSoManyBytes() throws IOException {
    proxy.cutAfterToClient(3);
    try (Socket client = connect()) {
      client.getOutputStream().write("hello".getBytes(StandardCharsets.US_ASCII));
      assertCut(client);
    }
    proxy.cutAfterToService(3);
    try (Socket client = connect()) {
      client.getOutputStream().write("hello".getBytes(StandardCharsets.US_ASCII));
      assertCut(client);
    }
    try (Socket client = connect()) {
      assertThat(echo(client, "the next one passes")).isEqualTo("the next one passes");
    }
  }

  private Socket connect() throws IOException {
    Socket client = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
    client.setSoTimeout(PATIENCE);
    return client;
  }

  private static String echo(Socket client, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    client.getOutputStream().write(bytes);
    return new String(client.getInputStream().readNBytes(bytes.length), StandardCharsets.US_ASCII);
  }

  /** Never as an orderly end after all that was to come. */
  private static void assertCut(Socket client) {
    assertThatThrownBy(
            () -> {
              while (client.getInputStream().read() >= 0) {
                // What had got through.
              }
            })
        .isInstanceOf(IOException.class)
        .isNotInstanceOf(SocketTimeoutException.class);
  }

  private void accept() {
    try {
      while (true) {
        Socket client = service.accept();
        TcpProxy.daemon(
            "echo",
            () -> {
              try (client) {
                client.getInputStream().transferTo(client.getOutputStream());
              } catch (IOException cut) {
                // As the test wants it.
              }
            });
      }
    } catch (IOException closed) {
      // The test is over.
    }
  }
}
