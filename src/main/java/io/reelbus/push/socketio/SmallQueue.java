package io.reelbus.push.socketio;

import io.netty.channel.ChannelHandlerContext;
import io.vertx.core.internal.concurrent.OutboundMessageQueue;
import io.vertx.core.net.impl.VertxConnection;
import io.vertx.core.net.impl.VertxHandler;
import io.vertx.core.streams.impl.MessagePassingQueue;
import java.lang.reflect.Field;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * Vert.x 5.1 gives each connection a queue for what other threads write to it, of more than 4 KiB while it is empty: a
 * third of all that an idle WebSocket costs. A linked queue does the same, slower under a load that is not found here:
 * nearly all is written on the connection's own event loop.
 */
final class SmallQueue {
    static final @Nullable Field OUTBOUND = field(VertxConnection.class, "outboundMessageQueue");
    static final @Nullable Field PASSING = field(OutboundMessageQueue.class, "mqp");
    static final @Nullable Field QUEUE = field(MessagePassingQueue.class, "queue");

    private SmallQueue() {}

    private static @Nullable Field field(Class<?> type, String name) {
        try {
            Field field = type.getDeclaredField(name);
            field.setAccessible(true);
            return field;
        } catch (ReflectiveOperationException | RuntimeException otherVertx) {
            return null;
        }
    }

    /** Whether this Vert.x is one that can be helped. */
    static boolean isKnown() {
        return OUTBOUND != null && PASSING != null && QUEUE != null;
    }

    /** Gives one to a connection to which nothing was written yet; on its event loop. */
    static void giveTo(ChannelHandlerContext connection) {
        try {
            if (OUTBOUND != null
                    && PASSING != null
                    && QUEUE != null
                    && connection.handler() instanceof VertxHandler<?> handler
                    && OUTBOUND.get(handler.getConnection()) instanceof OutboundMessageQueue<?> outbound) {
                Object passing = PASSING.get(outbound);
                if (QUEUE.get(passing) instanceof Queue<?> large && large.isEmpty()) {
                    QUEUE.set(passing, new ConcurrentLinkedQueue<>());
                }
            }
        } catch (IllegalAccessException unreachable) {
            throw new IllegalStateException(unreachable);
        }
    }
}
