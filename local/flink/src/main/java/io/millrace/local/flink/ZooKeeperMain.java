package io.millrace.local.flink;

import io.millrace.local.process.ParentWatch;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.apache.flink.shaded.zookeeper3.org.apache.zookeeper.server.ServerCnxnFactory;
import org.apache.flink.shaded.zookeeper3.org.apache.zookeeper.server.ZooKeeperServer;

/**
 * The ZooKeeper server that Flink brings, alone, on the loopback interface, without authentication.
 *
 * <p>Arguments: the data folder, the clients' port. Prints {@value #READY} when clients can
 * connect.
 */
public final class ZooKeeperMain {

  /** The line on standard output that says that clients can connect. */
  public static final String READY = "zookeeper ready";

  private static final Duration SHUTDOWN_GRACE = Duration.ofSeconds(10);

  /** Sessions end after two of these without a word, at the soonest. */
  private static final Duration TICK = Duration.ofSeconds(1);

  private static final int MOST_CONNECTIONS = 200;

  private ZooKeeperMain() {}

  public static void main(String[] args) throws IOException, InterruptedException {
    if (args.length != 2) {
      throw new IllegalArgumentException("Usage: ZooKeeperMain <data folder> <port>");
    }
    ParentWatch.start(SHUTDOWN_GRACE);
    File folder = new File(args[0]);
    ZooKeeperServer server = new ZooKeeperServer(folder, folder, Math.toIntExact(TICK.toMillis()));
    ServerCnxnFactory connections =
        ServerCnxnFactory.createFactory(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(args[1])),
            MOST_CONNECTIONS);
    Runtime.getRuntime().addShutdownHook(new Thread(connections::shutdown, "zookeeper-shutdown"));
    connections.startup(server);
    System.out.println(READY);
    connections.join();
  }
}
