package io.millrace.local.kinesis.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2StreamFrameToHttpObjectCodec;
import java.util.List;
import java.util.function.Supplier;

/** Takes a connection as HTTP/2 when it begins with HTTP/2's preface, else as HTTP/1.1. */
final class ProtocolChoice extends ByteToMessageDecoder {

  /** A request of 500 records or of the largest one, in base64. */
  private static final int MAX_REQUEST = 32 << 20;

  /** How much of requests may be under way before the client has to wait for the server. */
  private static final int WINDOW = 4 << 20;

  /** "PRI ", which begins no request of HTTP/1.1. */
  private static final int HTTP2_PREFACE = 0x50524920;

  private final Supplier<ChannelHandler> handlers;

  ProtocolChoice(Supplier<ChannelHandler> handlers) {
    this.handlers = handlers;
  }

  @Override
  protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out)
      throws Http2Exception {
    if (in.readableBytes() < Integer.BYTES) {
      return;
    }
    ChannelPipeline pipeline = context.pipeline();
    if (in.getInt(in.readerIndex()) == HTTP2_PREFACE) {
      addHttp2(pipeline);
    } else {
      pipeline.addLast(
          new HttpServerCodec(), new HttpObjectAggregator(MAX_REQUEST), handlers.get());
    }
    pipeline.remove(this);
  }

  private void addHttp2(ChannelPipeline pipeline) throws Http2Exception {
    Http2FrameCodec codec =
        Http2FrameCodecBuilder.forServer()
            .initialSettings(Http2Settings.defaultSettings().initialWindowSize(WINDOW))
            .build();
    ChannelInitializer<Channel> streams =
        new ChannelInitializer<>() {
          @Override
          protected void initChannel(Channel stream) {
            stream
                .pipeline()
                .addLast(
                    new Http2StreamFrameToHttpObjectCodec(true),
                    new HttpObjectAggregator(MAX_REQUEST),
                    handlers.get());
          }
        };
    pipeline.addLast(codec, new Http2MultiplexHandler(streams));
    Http2Connection connection = codec.connection();
    connection.local().flowController().incrementWindowSize(connection.connectionStream(), WINDOW);
  }
}
