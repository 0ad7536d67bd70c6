package io.millrace.bench.faults;

import io.millrace.bench.proxy.TcpProxy;
import io.millrace.local.platform.FreePorts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What TaskManagers send records to each other over: each tells the others a proxy's port as its
 * own. Calls between TaskManagers and JobManager do not pass here. Safe for use by several threads.
 */
final class DataNetwork implements AutoCloseable {

  private final Map<String, TcpProxy> proxies = new ConcurrentHashMap<>();
  private volatile boolean cut;

  /** For Flink. A TaskManager whose name had been given to another one gets a port of its own. */
  Map<String, String> settingsOf(String taskManager) {
    try {
      TcpProxy proxy = new TcpProxy("data of " + taskManager);
      int own = FreePorts.next();
      proxy.leadTo(own);
      proxy.refuse(cut);
      TcpProxy before = proxies.put(taskManager, proxy);
      if (before != null) {
        before.close();
      }
      return Map.of(
          "taskmanager.data.port", Integer.toString(proxy.port()),
          "taskmanager.data.bind-port", Integer.toString(own));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** Cuts all connections, refuses new ones until {@link #mend}; returns how many were cut. */
  int cut() {
    cut = true;
    proxies.values().forEach(proxy -> proxy.refuse(true));
    return proxies.values().stream().mapToInt(TcpProxy::cutAll).sum();
  }

  void mend() {
    cut = false;
    proxies.values().forEach(proxy -> proxy.refuse(false));
  }

  /** How many connections have been refused so far. */
  int refused() {
    return proxies.values().stream().mapToInt(TcpProxy::turnedAway).sum();
  }

  @Override
  public void close() {
    proxies.values().forEach(TcpProxy::close);
  }
}
