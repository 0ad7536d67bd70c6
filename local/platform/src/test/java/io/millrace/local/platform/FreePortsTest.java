package io.millrace.local.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Ports for services that are about to start. */
class FreePortsTest {

  @Test
  void areFreeAndNeverTheSame() throws IOException {
    Set<Integer> ports = new HashSet<>();
    for (int i = 0; i < 50; i++) {
      int port = FreePorts.next();
      assertThat(ports.add(port)).isTrue();
      new ServerSocket(port, 1, InetAddress.getLoopbackAddress()).close();
    }
    assertThat(ports).allMatch(port -> port >= 15_000 && port < 32_000);
  }
}
