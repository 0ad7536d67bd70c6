package io.millrace.local.platform;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.security.SecureRandom;
import java.util.HashSet;
import java.util.Set;

/**
 * Ports that nobody listens on.
 *
 * <p>A port is free only until somebody takes it. These lie below the range from which the
 * operating system serves outgoing connections and port 0, and are random, so that platforms that
 * start at the same time rarely meet.
 */
public final class FreePorts {

  private static final int FIRST = 15_000;
  private static final int COUNT = 17_000;
  private static final int ATTEMPTS = 1_000;

  private static final SecureRandom RANDOM = new SecureRandom();
  private static final Set<Integer> HANDED_OUT = new HashSet<>();

  private FreePorts() {}

  /** A free port on the loopback interface, never the same twice in this JVM. */
  public static synchronized int next() {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      int port = FIRST + RANDOM.nextInt(COUNT);
      if (isFree(port) && HANDED_OUT.add(port)) {
        return port;
      }
    }
    throw new PlatformException(
        "No free port between " + FIRST + " and " + (FIRST + COUNT) + " on 127.0.0.1");
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (IOException taken) {
      return false;
    }
  }
}
