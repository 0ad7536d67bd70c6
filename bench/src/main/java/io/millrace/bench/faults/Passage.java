package io.millrace.bench.faults;

/**
 * A port of the loopback interface behind which a service is. It listens from the start, so that
 * its port can be configured before the service has one.
 */
public interface Passage extends AutoCloseable {

  /** Where the jobs connect to. */
  int port();

  /** Passes on to this port of the loopback interface from now on. */
  void leadTo(int servicePort);

  @Override
  void close();
}
