package io.millrace.local.kinesis.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.millrace.local.kinesis.api.Dialect;
import io.millrace.local.kinesis.api.KinesisError;
import io.millrace.local.kinesis.api.Subscription;
import io.millrace.local.kinesis.api.Subscription.Next;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Sends a subscription's events as long as the client takes them. It comes last in the pipeline of
 * its HTTP/2 stream, or of its HTTP/1.1 connection, and all it does is done in that one's thread.
 */
final class EventWriter extends ChannelInboundHandlerAdapter {

  private static final long LOOK_MILLIS = 100;

  private final Subscription subscription;
  private final Runnable cut;
  private final Runnable wakeUp = this::wakeUp;
  private final AtomicBoolean awake = new AtomicBoolean();
  private volatile ChannelHandlerContext context;
  private boolean over;

  EventWriter(Subscription subscription, ChannelHandlerContext context, Runnable cut) {
    this.subscription = subscription;
    this.context = context;
    this.cut = cut;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext added) {
    context = added;
    ChannelFuture unused =
        added.writeAndFlush(new DefaultHttpContent(EventMessage.initialResponse(added.alloc())));
    subscription.onChange(wakeUp);
    look();
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext changed) {
    send();
    changed.fireChannelWritabilityChanged();
  }

  @Override
  public void channelInactive(ChannelHandlerContext inactive) {
    finish();
    inactive.fireChannelInactive();
  }

  /** Comes from the thread of a put. */
  private void wakeUp() {
    if (awake.compareAndSet(false, true)) {
      context.executor().execute(this::send);
    }
  }

  /** The end of its life, a heartbeat or a fault come without a record. */
  private void look() {
    if (!over) {
      send();
      Future<?> unused =
          context.executor().schedule(this::look, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  private void send() {
    awake.set(false);
    try {
      while (!over && context.channel().isWritable()) {
        Next next = subscription.next();
        if (next instanceof Next.Event event) {
          write(EventMessage.event(context.alloc(), event.payload()));
        } else if (next instanceof Next.End) {
          end();
        } else if (next instanceof Next.Cut) {
          finish();
          cut.run();
        } else {
          return;
        }
      }
    } catch (KinesisError error) {
      byte[] body =
          Dialect.JSON.write(
              JsonNodeFactory.instance.objectNode().put("message", error.getMessage()));
      write(EventMessage.exception(context.alloc(), error.type(), Unpooled.wrappedBuffer(body)));
      end();
    }
  }

  private void write(ByteBuf message) {
    ChannelFuture unused = context.writeAndFlush(new DefaultHttpContent(message));
  }

  private void end() {
    ChannelFuture unused = context.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT);
    finish();
  }

  private void finish() {
    over = true;
    subscription.forget(wakeUp);
  }
}
