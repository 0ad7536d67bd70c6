package io.millrace.bench.proxy;

import java.io.IOException;

/** How the bytes of a connection pass: what a proxy understands of them. */
@FunctionalInterface
interface Conversation {

  /**
   * Passes on what both sides say until one of them has finished; the connection is closed when it
   * returns or throws.
   */
  void run(Link link) throws IOException;
}
