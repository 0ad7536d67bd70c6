package io.millrace.local.kinesis.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.millrace.local.kinesis.Fault;
import io.millrace.local.kinesis.Trouble;
import io.millrace.local.kinesis.api.Dialect;
import io.millrace.local.kinesis.api.KinesisError;
import io.millrace.local.kinesis.api.Operations;
import io.millrace.local.kinesis.api.Reply;
import io.millrace.local.kinesis.api.Request;
import io.millrace.local.kinesis.api.Subscription;
import io.millrace.local.kinesis.api.Target;
import io.millrace.local.kinesis.control.CallBook;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.handler.codec.http2.HttpConversionUtil;
import io.netty.util.concurrent.Future;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Takes requests of the API, lets them meet their faults, and writes the answers. */
public final class RequestHandler extends SimpleChannelInboundHandler<FullHttpRequest> {

  private static final Logger LOG = Logger.getLogger(RequestHandler.class.getName());
  private static final String TARGET = "x-amz-target";
  private static final String NO_TARGET = "";

  private final Operations operations;
  private final CallBook calls;
  private final AdminPaths admin;

  public RequestHandler(Operations operations, CallBook calls, AdminPaths admin) {
    this.operations = operations;
    this.calls = calls;
    this.admin = admin;
  }

  /** What an answer needs to know of the HTTP request that it answers. */
  private record Exchange(Dialect dialect, boolean keepAlive, @Nullable String streamId) {
    static Exchange of(FullHttpRequest http) {
      return new Exchange(
          Dialect.of(http.headers().get(HttpHeaderNames.CONTENT_TYPE)),
          HttpUtil.isKeepAlive(http),
          http.headers().get(HttpConversionUtil.ExtensionHeaderNames.STREAM_ID.text()));
    }
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, FullHttpRequest http) {
    Exchange exchange = Exchange.of(http);
    if (http.uri().startsWith(AdminPaths.PREFIX)) {
      AdminPaths.Answer answer =
          admin.answer(http.method().name(), http.uri(), ByteBufUtil.getBytes(http.content()));
      write(context, exchange, answer.status(), "application/json", answer.body(), null);
      return;
    }
    Request request;
    Target target;
    Optional<Fault> fault;
    try {
      request = request(http, exchange.dialect());
      target = operations.target(request);
      fault = operations.fault(request, target);
    } catch (KinesisError error) {
      writeError(context, exchange, error);
      return;
    }
    calls.call(request.operation(), name(target.stream()), name(target.shard()));
    if (fault.isPresent() && fault.get().delayMillis() > 0) {
      Future<?> unused =
          context
              .executor()
              .schedule(
                  () -> meet(context, exchange, request, target, fault.get().trouble()),
                  fault.get().delayMillis(),
                  TimeUnit.MILLISECONDS);
    } else {
      meet(context, exchange, request, target, fault.map(Fault::trouble).orElse(null));
    }
  }

  private void meet(
      ChannelHandlerContext context,
      Exchange exchange,
      Request request,
      Target target,
      @Nullable Trouble trouble) {
    if (trouble == Trouble.CUT) {
      calls.error(request.operation(), name(target.stream()), name(target.shard()));
      cut(context);
      return;
    }
    try {
      Reply reply = operations.handle(request, trouble);
      if (trouble == Trouble.CUT_AFTER) {
        if (reply instanceof Reply.Bytes bytes) {
          bytes.answer().release();
        }
        cut(context);
      } else if (reply instanceof Reply.Events events) {
        subscribe(context, exchange, events.subscription());
      } else {
        write(context, exchange, reply);
      }
    } catch (KinesisError error) {
      calls.error(request.operation(), name(target.stream()), name(target.shard()));
      writeError(context, exchange, error);
    } catch (RuntimeException failure) {
      LOG.log(Level.WARNING, "Failed: " + request.operation(), failure);
      calls.error(request.operation(), name(target.stream()), name(target.shard()));
      writeError(context, exchange, new KinesisError(500, "InternalFailure", failure.toString()));
    }
  }

  private static void write(ChannelHandlerContext context, Exchange exchange, Reply reply) {
    ByteBuf body;
    if (reply instanceof Reply.Bytes bytes) {
      body = bytes.answer();
    } else if (reply instanceof Reply.Body answer) {
      body = Unpooled.wrappedBuffer(exchange.dialect().write(answer.answer()));
    } else {
      throw new IllegalArgumentException(reply.toString());
    }
    write(context, exchange, 200, exchange.dialect().contentType(), body, null);
  }

  private static void subscribe(
      ChannelHandlerContext context, Exchange exchange, Subscription subscription) {
    HttpResponse response = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
    response
        .headers()
        .set(HttpHeaderNames.CONTENT_TYPE, EventMessage.CONTENT_TYPE)
        .set("x-amzn-RequestId", UUID.randomUUID().toString());
    if (exchange.streamId() == null) {
      HttpUtil.setTransferEncodingChunked(response, true);
    } else {
      response
          .headers()
          .set(HttpConversionUtil.ExtensionHeaderNames.STREAM_ID.text(), exchange.streamId());
    }
    ChannelFuture unused = context.writeAndFlush(response);
    context
        .pipeline()
        .addLast(new EventWriter(subscription, context, () -> RequestHandler.cut(context)));
  }

  private static Request request(FullHttpRequest http, Dialect dialect) {
    String target = Objects.requireNonNullElse(http.headers().get(TARGET), NO_TARGET);
    String operation = target.substring(target.indexOf('.') + 1);
    return new Request(operation, dialect, dialect.read(ByteBufUtil.getBytes(http.content())));
  }

  private static void writeError(
      ChannelHandlerContext context, Exchange exchange, KinesisError error) {
    byte[] body =
        exchange
            .dialect()
            .write(
                JsonNodeFactory.instance
                    .objectNode()
                    .put("__type", error.type())
                    .put("message", error.getMessage()));
    write(
        context,
        exchange,
        error.status(),
        exchange.dialect().contentType(),
        Unpooled.wrappedBuffer(body),
        error.type());
  }

  private static void write(
      ChannelHandlerContext context,
      Exchange exchange,
      int status,
      String contentType,
      ByteBuf body,
      @Nullable String errorType) {
    FullHttpResponse response =
        new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(status), body);
    response
        .headers()
        .set(HttpHeaderNames.CONTENT_TYPE, contentType)
        .set(HttpHeaderNames.CONTENT_LENGTH, body.readableBytes())
        .set("x-amzn-RequestId", UUID.randomUUID().toString());
    if (errorType != null) {
      response.headers().set("x-amzn-ErrorType", errorType);
    }
    if (exchange.streamId() != null) {
      response
          .headers()
          .set(HttpConversionUtil.ExtensionHeaderNames.STREAM_ID.text(), exchange.streamId());
    }
    HttpUtil.setKeepAlive(response, exchange.keepAlive());
    ChannelFuture written = context.writeAndFlush(response);
    if (!exchange.keepAlive()) {
      written.addListener(ChannelFutureListener.CLOSE);
    }
  }

  /** Closes the connection, under HTTP/2 with all its streams. */
  private static void cut(ChannelHandlerContext context) {
    Channel parent = context.channel().parent();
    boolean isStream = parent != null && parent.pipeline().get(Http2FrameCodec.class) != null;
    ChannelFuture unused = (isStream ? parent : context.channel()).close();
  }

  private static String name(@Nullable String value) {
    return value == null ? "" : value;
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    LOG.log(Level.FINE, "A connection failed", cause);
    ChannelFuture unused = context.close();
  }
}
