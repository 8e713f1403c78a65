package io.reelbus.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.util.concurrent.Future;
import io.reelbus.job.Failure;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The time within which the head of a request by HTTP/1.1 must be complete, counted from the opening of the connection
 * and, for the next one on it, from its first byte. Neither Vert.x nor Netty has such a time: a client that sends a byte
 * now and then would keep its connection for long. Between requests, and while a body comes, no time runs here.
 *
 * <p>It is the first handler of a connection and sees bytes; {@link Heads} behind the decoder tells it what they were.
 */
final class HeadDeadline extends ChannelInboundHandlerAdapter {
    private final int seconds;
    private @Nullable Future<?> due;
    private boolean anyByte;
    private boolean inRequest;

    /** Requests whose head was read, and those of them whose answer was written. */
    private int asked;

    private int answered;

    HeadDeadline(int seconds) {
        this.seconds = seconds;
    }

    /** The first head is complete, or this is HTTP/2 that has begun as it must; on the connection's event loop. */
    static void connected(HttpConnection connection) {
        var pipeline = ((ConnectionBase) connection).channel().pipeline();
        HeadDeadline deadline = pipeline.get(HeadDeadline.class);
        if (deadline == null) {
            return;
        }
        if (!VertxInside.putBefore(connection, http -> deadline.new Heads())) {
            pipeline.remove(deadline);
        }
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        begin(context);
        context.fireChannelActive();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object bytes) {
        anyByte = true;
        boolean between = !inRequest;
        int before = asked;
        context.fireChannelRead(bytes);
        if (between && asked == before && due == null && !context.isRemoved()) {
            begin(context);
        }
    }

    private void begin(ChannelHandlerContext context) {
        due = context.executor().schedule(() -> isOver(context), seconds, TimeUnit.SECONDS);
    }

    private void end() {
        if (due != null) {
            boolean unused = due.cancel(false);
            due = null;
        }
    }

    private void isOver(ChannelHandlerContext context) {
        due = null;
        if (asked != answered) {
            // Perhaps it is the node that reads nothing, until it has answered what came before.
            begin(context);
        } else if (anyByte && context.pipeline().get(Http2ConnectionHandler.class) == null) {
            var unused = context.writeAndFlush(answer()).addListener(ChannelFutureListener.CLOSE);
        } else {
            var unused = context.close();
        }
    }

    /** Bytes, for there may be no encoder yet. */
    private static ByteBuf answer() {
        String problem = Problem.of(Failure.HEAD_TOO_SLOW.asException()).encode();
        String head = "HTTP/1.1 " + HttpResponseStatus.REQUEST_TIMEOUT
                + "\r\nContent-Type: application/problem+json\r\nConnection: close\r\nContent-Length: "
                + problem.getBytes(StandardCharsets.UTF_8).length + "\r\n\r\n";
        return Unpooled.copiedBuffer(head + problem, StandardCharsets.UTF_8);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        end();
        context.fireChannelInactive();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        end();
    }

    /** Sees requests begin and end, and their answers. */
    private final class Heads extends ChannelDuplexHandler {
        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            if (message instanceof HttpRequest) {
                asked++;
                inRequest = true;
                end();
            }
            if (message instanceof LastHttpContent) {
                inRequest = false;
            }
            context.fireChannelRead(message);
        }

        @Override
        public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
            context.write(message, promise);
            if (message instanceof HttpResponse answer
                    && answer.status().codeClass() == HttpStatusClass.INFORMATIONAL) {
                if (answer.status().code() == HttpResponseStatus.SWITCHING_PROTOCOLS.code()) {
                    context.pipeline().remove(HeadDeadline.this);
                    context.pipeline().remove(this);
                }
            } else if (message instanceof LastHttpContent) {
                answered++;
                if (due != null) {
                    // What ran meanwhile ran for the node.
                    end();
                    begin(context.pipeline().context(HeadDeadline.this));
                }
            }
        }
    }
}
