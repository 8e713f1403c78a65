package io.reelbus.http;

import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.impl.http1.Http1ServerConnection;
import io.vertx.core.net.impl.VertxHandler;
import java.lang.reflect.Field;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Ways to what Vert.x 5.1 does not show. Under another Vert.x they may lead nowhere, and whoever takes one says what then.
 * The Socket.IO module, which knows nothing of this project, has its own.
 */
final class VertxInside {
    private VertxInside() {}

    /** A field of a class of Vert.x's; null where it has none of this name. */
    static @Nullable Field field(Class<?> type, String name) {
        try {
            Field field = type.getDeclaredField(name);
            field.setAccessible(true);
            return field;
        } catch (ReflectiveOperationException | RuntimeException otherVertx) {
            return null;
        }
    }

    /**
     * Has a handler see what is decoded of an HTTP/1.1 connection just before Vert.x does, behind those that were put there
     * earlier; on its event loop. False where the connection is none.
     */
    static boolean putBefore(HttpConnection connection, Function<Http1ServerConnection, ChannelHandler> handler) {
        if (connection instanceof Http1ServerConnection http) {
            ChannelHandlerContext last = http.channel().pipeline().context(VertxHandler.class);
            if (last != null) {
                last.pipeline().addBefore(last.name(), null, handler.apply(http));
                return true;
            }
        }
        return false;
    }
}
