package io.reelbus.push.socketio;

import io.netty.channel.ChannelHandlerContext;
import io.vertx.core.net.impl.VertxHandler;
import java.lang.reflect.Field;
import org.jspecify.annotations.Nullable;

/**
 * What Vert.x 5.1 keeps of a WebSocket's handshake for as long as the WebSocket lives: its handler remembers the function
 * that made its connection, and through that the HTTP request, its headers, and the HTTP connection with an empty queue
 * of 4 KiB. None of it is asked again.
 */
final class HandshakeRemains {
    private static final @Nullable Field FACTORY = factory();

    private HandshakeRemains() {}

    private static @Nullable Field factory() {
        try {
            Field field = VertxHandler.class.getDeclaredField("connectionFactory");
            field.setAccessible(true);
            return field;
        } catch (ReflectiveOperationException | RuntimeException otherVertx) {
            return null;
        }
    }

    /** Whether this Vert.x is one that can be helped. */
    static boolean areKnown() {
        return FACTORY != null;
    }

    /** Lets go of them; of a handler that is in its pipeline, since only entering it asks for a connection. */
    static void drop(ChannelHandlerContext connection) {
        if (FACTORY != null) {
            try {
                FACTORY.set(connection.handler(), null);
            } catch (IllegalAccessException unreachable) {
                throw new IllegalStateException(unreachable);
            }
        }
    }
}
