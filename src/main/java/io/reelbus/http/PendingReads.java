package io.reelbus.http;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.impl.http1.Http1ServerConnection;
import io.vertx.core.net.impl.VertxConnection;
import io.vertx.core.net.impl.VertxHandler;
import java.lang.reflect.Field;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * What Vert.x 5.1 has read from a connection and not looked at yet, since an earlier request is being answered: where the
 * connection ends meanwhile, or becomes a WebSocket, Vert.x forgets it, and Netty's memory with it. A client that sends
 * requests with bodies one behind the other and hangs up could use all of it up; here it is given back.
 */
final class PendingReads extends ChannelDuplexHandler {
    private static final @Nullable Field PENDING = VertxInside.field(VertxConnection.class, "pending");

    private final Http1ServerConnection http;

    private PendingReads(Http1ServerConnection http) {
        this.http = http;
    }

    /** Whether this Vert.x is one that can be helped. */
    static boolean areKnown() {
        return PENDING != null;
    }

    /** Sees to it that they are released when this connection ends; on its event loop. HTTP/2 has none. */
    static void releaseAtEnd(HttpConnection connection) {
        boolean unused = VertxInside.putBefore(connection, PendingReads::new);
    }

    /**
     * A client may send nothing behind its handshake until that is answered (RFC 6455, section 4.1). One that did is out
     * of step with a WebSocket that has not seen it, and is closed.
     */
    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        boolean upgrades = message instanceof HttpResponse answer
                && answer.status().code() == HttpResponseStatus.SWITCHING_PROTOCOLS.code();
        context.write(message, promise);
        if (upgrades && release(http)) {
            closeSoon(context);
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object read) {
        VertxHandler<?> handler = context.pipeline().get(VertxHandler.class);
        if (handler == null || handler.getConnection() != http) {
            // It is a WebSocket by now, which looks at whatever it reads.
            context.pipeline().remove(this);
            context.fireChannelRead(read);
        } else if (read instanceof WebSocketFrame) {
            ReferenceCountUtil.release(read);
            closeSoon(context);
        } else {
            context.fireChannelRead(read);
        }
    }

    private static void closeSoon(ChannelHandlerContext context) {
        // Not in the middle of the handshake.
        context.channel().eventLoop().execute(() -> context.close());
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        // First Vert.x learns of it: its own handlers may still take something.
        context.fireChannelInactive();
        boolean unused = release(http);
    }

    /** True where there were any. */
    private static boolean release(VertxConnection connection) {
        Queue<?> pending = of(connection);
        boolean any = !pending.isEmpty();
        for (Object read = pending.poll(); read != null; read = pending.poll()) {
            ReferenceCountUtil.release(read);
        }
        return any;
    }

    static boolean hasAny(VertxConnection connection) {
        return !of(connection).isEmpty();
    }

    private static Queue<?> of(VertxConnection connection) {
        try {
            return PENDING != null && PENDING.get(connection) instanceof Queue<?> pending
                    ? pending
                    : new ArrayDeque<>(0);
        } catch (IllegalAccessException unreachable) {
            throw new IllegalStateException(unreachable);
        }
    }
}
