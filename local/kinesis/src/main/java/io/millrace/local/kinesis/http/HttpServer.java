package io.millrace.local.kinesis.http;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Listens on a port of the loopback interface, for HTTP/1.1 and for HTTP/2 without TLS. */
public final class HttpServer implements AutoCloseable {

  private static final int THREADS = 2;
  private static final int BACKLOG = 1_024;
  private static final long STOP_SECONDS = 5;

  private final EventLoopGroup threads;
  private final Channel listener;

  private HttpServer(EventLoopGroup threads, Channel listener) {
    this.threads = threads;
    this.listener = listener;
  }

  /**
   * Starts to listen.
   *
   * @param port 0 for one that is free
   * @param handlers makes the handler of a connection's, or an HTTP/2 stream's, requests, which
   *     come whole
   */
  public static HttpServer start(int port, Supplier<ChannelHandler> handlers) {
    EventLoopGroup threads = new NioEventLoopGroup(THREADS);
    try {
      Channel listener =
          new ServerBootstrap()
              .group(threads)
              .channel(NioServerSocketChannel.class)
              .option(ChannelOption.SO_BACKLOG, BACKLOG)
              .childOption(ChannelOption.TCP_NODELAY, true)
              .childHandler(
                  new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                      channel.pipeline().addLast(new ProtocolChoice(handlers));
                    }
                  })
              .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
              .syncUninterruptibly()
              .channel();
      return new HttpServer(threads, listener);
    } catch (RuntimeException failure) {
      stop(threads);
      throw failure;
    }
  }

  /** The port it listens on. */
  public int port() {
    return ((InetSocketAddress) listener.localAddress()).getPort();
  }

  /** Closes all connections and waits for its threads. */
  @Override
  public void close() {
    listener.close().syncUninterruptibly();
    stop(threads);
  }

  private static void stop(EventLoopGroup threads) {
    threads.shutdownGracefully(0, STOP_SECONDS, TimeUnit.SECONDS).syncUninterruptibly();
  }
}
