package io.reelbus.http;

import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.impl.http1.Http1ServerConnection;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.core.net.impl.VertxConnection;
import io.vertx.core.net.impl.VertxHandler;
import java.lang.reflect.Field;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * What Vert.x 5.1 has read from a connection and not looked at yet, since an earlier request is being answered: where the
 * connection ends meanwhile Vert.x forgets it, and Netty's memory with it. A client that sends requests with bodies one
 * behind the other and hangs up could use all of it up; here it is given back.
 */
final class PendingReads {
    private static final @Nullable Field PENDING = pending();
    private static final ReleaseAtEnd RELEASE_AT_END = new ReleaseAtEnd();

    private PendingReads() {}

    private static @Nullable Field pending() {
        try {
            Field field = VertxConnection.class.getDeclaredField("pending");
            field.setAccessible(true);
            return field;
        } catch (ReflectiveOperationException | RuntimeException otherVertx) {
            return null;
        }
    }

    /** Whether this Vert.x is one that can be helped. */
    static boolean areKnown() {
        return PENDING != null;
    }

    /** Sees to it that they are released when this connection ends; on its event loop. HTTP/2 has none. */
    static void releaseAtEnd(HttpConnection connection) {
        if (connection instanceof ConnectionBase base) {
            ChannelHandlerContext last = base.channel().pipeline().context(VertxHandler.class);
            if (last != null) {
                last.pipeline().addBefore(last.name(), null, RELEASE_AT_END);
            }
        }
    }

    @Sharable
    private static final class ReleaseAtEnd extends ChannelInboundHandlerAdapter {
        /** A frame that comes before its WebSocket does, with the handshake, is for nobody; Vert.x drops it unreleased. */
        @Override
        public void channelRead(ChannelHandlerContext context, Object read) {
            if (read instanceof WebSocketFrame && connection(context) instanceof Http1ServerConnection) {
                ReferenceCountUtil.release(read);
            } else {
                context.fireChannelRead(read);
            }
        }

        private static @Nullable VertxConnection connection(ChannelHandlerContext context) {
            VertxHandler<?> handler = context.pipeline().get(VertxHandler.class);
            return handler == null ? null : handler.getConnection();
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            VertxConnection connection = connection(context);
            // First Vert.x learns of it: its own handlers may still take something.
            context.fireChannelInactive();
            if (connection != null) {
                release(connection);
            }
        }

        private static void release(VertxConnection connection) {
            try {
                if (PENDING != null && PENDING.get(connection) instanceof Queue<?> pending) {
                    for (Object read = pending.poll(); read != null; read = pending.poll()) {
                        ReferenceCountUtil.release(read);
                    }
                }
            } catch (IllegalAccessException unreachable) {
                throw new IllegalStateException(unreachable);
            }
        }
    }
}
