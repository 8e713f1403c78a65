package io.reelbus.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.impl.tcp.TcpHttpServer;
import io.vertx.core.internal.http.HttpServerInternal;
import io.vertx.core.net.impl.tcp.NetServerImpl;
import java.lang.reflect.Field;
import org.jspecify.annotations.Nullable;

/**
 * Meets the connections of a server as they are opened. Vert.x 5.1 shows a connection only once the first head has come,
 * so the channel that accepts them is looked up within.
 */
final class NewConnections extends ChannelInboundHandlerAdapter {
    private static final @Nullable Field ACTUAL = VertxInside.field(NetServerImpl.class, "actualServer");
    private static final @Nullable Field BOUND = VertxInside.field(NetServerImpl.class, "bindFuture");

    private final int headSeconds;

    private NewConnections(int headSeconds) {
        this.headSeconds = headSeconds;
    }

    /** Gives each new connection a {@link HeadDeadline}; the server listens, perhaps with others on the same channel. */
    static Future<Void> watch(HttpServer server, int headSeconds) {
        Promise<Void> watched = Promise.promise();
        Channel acceptor = acceptor(server);
        if (acceptor == null) {
            return Future.succeededFuture();
        }
        acceptor.eventLoop().execute(() -> {
            if (acceptor.pipeline().get(NewConnections.class) == null) {
                acceptor.pipeline().addFirst(new NewConnections(headSeconds));
            }
            watched.complete();
        });
        return watched.future();
    }

    private static @Nullable Channel acceptor(HttpServer server) {
        try {
            if (ACTUAL != null
                    && BOUND != null
                    && server instanceof HttpServerInternal internal
                    && internal.unwrap() instanceof TcpHttpServer http
                    && ACTUAL.get(http.tcpServer()) instanceof NetServerImpl actual
                    && BOUND.get(actual) instanceof Future<?> bound
                    && bound.result() instanceof Channel channel) {
                return channel;
            }
            return null;
        } catch (IllegalAccessException unreachable) {
            throw new IllegalStateException(unreachable);
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object accepted) {
        if (accepted instanceof Channel connection) {
            connection.pipeline().addLast(new HeadDeadline(headSeconds));
        }
        context.fireChannelRead(accepted);
    }
}
